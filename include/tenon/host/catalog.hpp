#pragma once
// SPDX-License-Identifier: MIT
//
// The plugins under a host's search paths. See host/catalog.h.
//
//   const auto catalog = tenon::Catalog::scan(host);
//   for (const tenon_catalog_entry& entry : catalog.value())
//     if (entry.state == TENON_ENTRY_FOUND) std::cout << entry.name << '\n';
//
// Threads: an immutable snapshot.
#include <cstddef>
#include <iterator>
#include <memory>
#include <string>

#include "../host.h"
#include "error.hpp"
#include "host.hpp"

namespace tenon {

class Catalog {
 public:
  class Iterator {
   public:
    using value_type = tenon_catalog_entry;
    using difference_type = std::ptrdiff_t;

    Iterator() = default;
    Iterator(const tenon_catalog* catalog, std::size_t index) : catalog_(catalog), index_(index) {}
    const tenon_catalog_entry& operator*() const { return *tenon_catalog_entry_at(catalog_, index_); }
    const tenon_catalog_entry* operator->() const { return tenon_catalog_entry_at(catalog_, index_); }
    Iterator& operator++() { return ++index_, *this; }
    Iterator operator++(int) {
      const Iterator before = *this;
      return ++index_, before;
    }
    bool operator==(const Iterator&) const = default;

   private:
    const tenon_catalog* catalog_ = nullptr;
    std::size_t index_ = 0;
  };

  /// Looks through all search paths, in their order.
  static expected<Catalog, Error> scan(const Host& host) {
    tenon_catalog* catalog = nullptr;
    if (tenon_error* error = tenon_host_scan(host.get(), &catalog))
      return unexpected<Error>(detail::adopt_error(error));
    return Catalog(catalog);
  }

  std::size_t size() const noexcept { return tenon_catalog_size(catalog_.get()); }
  const tenon_catalog_entry& operator[](std::size_t index) const {
    return *tenon_catalog_entry_at(catalog_.get(), index);
  }
  Iterator begin() const noexcept { return {catalog_.get(), 0}; }
  Iterator end() const noexcept { return {catalog_.get(), size()}; }

  /// The plugin's entry of the manifest as JSON, with its author's `meta`.
  expected<std::string, Error> metadata(std::size_t index) const {
    char* json = nullptr;
    if (tenon_error* error = tenon_catalog_metadata(catalog_.get(), index, &json))
      return unexpected<Error>(detail::adopt_error(error));
    return detail::adopt_text(json);
  }

 private:
  struct Deleter {
    void operator()(tenon_catalog* catalog) const noexcept { tenon_catalog_delete(catalog); }
  };
  explicit Catalog(tenon_catalog* catalog) : catalog_(catalog) {}

  std::unique_ptr<tenon_catalog, Deleter> catalog_;
};

}  // namespace tenon
