#include <iostream>
#include "drawing.tenon.hpp"

int main(int argc, char** argv) {
  tenon::Host host;
  for (int i = 1; i < argc; i++) host.add_path(argv[i]);
  const auto catalog = tenon::Catalog::scan(host).value();
  for (std::size_t i = 0; i < catalog.size(); i++) {
    if (catalog[i].state != TENON_ENTRY_FOUND) continue;

    // What QPluginLoader::metaData() has, before anything of the plugin runs.
    const tenon_catalog_entry& entry = catalog[i];
    std::cout << entry.name << ' ' << entry.version << " of " << entry.world << ": "
              << catalog.metadata(i).value() << '\n';

    // The world is what Q_DECLARE_INTERFACE's string was: checked before the library is loaded.
    auto plugin = forum::shapes::Drawing::load(host, entry.name);
    if (!plugin) {
      std::cout << "  " << plugin.error().message() << '\n';
      continue;
    }
    std::cout << "  area " << plugin->shape().area().value() << '\n';

    // qobject_cast<Printing*>(plugin), which may give nothing.
    if (auto printing = plugin->printing())
      std::cout << std::string(printing.print().value());
    else
      std::cout << "  doesn't print\n";
  }
}
