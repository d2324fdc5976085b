#include <iostream>
#include "viewer.tenon.hpp"

int main(int argc, char** argv) {
  tenon::Host host;
  for (int i = 1; i < argc; i++) host.add_path(argv[i]);
  std::vector<forum::views::Viewer> views;  // instances, of whichever plugins there are
  for (const tenon_catalog_entry& entry : tenon::Catalog::scan(host).value())
    if (entry.state == TENON_ENTRY_FOUND)
      views.push_back(forum::views::Viewer::load(host, entry.name).value());
  for (int round = 0; round < 2; round++)
    for (auto& view : views)
      std::cout << view.view().draw(11).value() << "  " << view.view().title().value() << '\n';
}
