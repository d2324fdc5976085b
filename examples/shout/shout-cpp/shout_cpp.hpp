#include <cctype>
#include "shout-cpp.tenon.hpp"

struct ShoutCpp {
  std::uint64_t seen = 0;

  tenon::expected<std::string, std::string> apply(std::string_view text) {
    ++seen;
    if (text.empty()) return tenon::unexpected("nothing to shout");
    std::string loud(text);
    for (char& c : loud) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return loud;
  }
  std::uint64_t count() { return seen; }
};
