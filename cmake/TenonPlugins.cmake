# SPDX-License-Identifier: MIT
# tenon_add_plugin and tenon_add_host; also part of the installed package.
