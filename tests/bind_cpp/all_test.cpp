// SPDX-License-Identifier: MIT
//
// Every type in every place, from a generated host binding through a generated plugin binding.
#include "all_host.hpp"

namespace all {
namespace {

Finding finding(std::string path, std::uint32_t line, Severity severity = Severity::note) {
  return {.path = std::move(path),
          .line = line,
          .severity = severity,
          .note = "n",
          .tags = {"one", "", "two"},
          .hot = true,
          .mark = U'\u00e4'};
}

TEST_F(AllTest, NumbersBoolAndCharGoBothWays) {
  EXPECT_EQ(*work().add(20, 22), 42);
  EXPECT_EQ(*work().widths(255, -1, 65535, -1, 1, 1, -1, 0.5f, 0.25, true, U'A'),
            255 - 1 + 65535 - 1 + 1 + 1 - 1 + 0.75 + 1 + 65);
  EXPECT_EQ(*work().next_char(U'\u00e4'), U'\u00e5');
  EXPECT_EQ(*work().worse(Severity::warning), Severity::error);
}

TEST_F(AllTest, StringsGoBothWays) {
  EXPECT_EQ(*work().shout("hello"), "hello!");
  EXPECT_EQ(*work().shout_in_place("a b"), "a_b");
  EXPECT_TRUE(work().shout_in_place("")->empty());
  const std::vector<std::string_view> parts = {"a", "", "c"};
  EXPECT_EQ(*work().join(parts, "-"), "a--c");
  EXPECT_EQ(*work().join(std::vector<std::string>{"a", "b"}, std::nullopt), "ab");
}

TEST_F(AllTest, ListsGoBothWays) {
  EXPECT_EQ(*work().total(std::vector<std::uint32_t>{1, 2, 3}), 6u);
  EXPECT_EQ(*work().total({}), 0u);
  EXPECT_EQ(work().count_up(3)->vector(), (std::vector<std::uint32_t>{1, 2, 3}));
  EXPECT_TRUE(work().count_up(0)->empty());
  EXPECT_EQ(*work().invert(std::vector<bool>{true, false}), (std::vector<bool>{false, true}));
}

TEST_F(AllTest, OptionsGoBothWays) {
  EXPECT_EQ(*work().half(8), std::optional(4u));
  EXPECT_EQ(*work().half(7), std::nullopt);
  EXPECT_EQ(*work().half(std::nullopt), std::nullopt);
}

TEST_F(AllTest, RecordsGoBothWays) {
  const std::vector<Finding> findings = {finding("a", 1), finding("b", 2, Severity::error)};
  EXPECT_EQ(*work().filter(findings, Severity::warning), std::vector{findings[1]});
  EXPECT_EQ(*work().filter(findings, Severity::note), findings);
  EXPECT_EQ(*work().filter(std::vector{finding("c", 0)}, Severity::note).error().own(), finding("c", 0));
  EXPECT_EQ(*work().describe(finding("f", 7)), "f:7 n");
}

TEST_F(AllTest, NestedValuesGoBothWays) {
  Deep deep{.findings = {finding("a", 1)},
            .outcome = 4u,
            .best = finding("b", 2),
            .flags = {true, false},
            .grid = {{1, 2}, {}}};
  EXPECT_EQ(*work().echo(deep), deep);
  deep.outcome = tenon::unexpected("none");
  deep.plain = tenon::unexpected();
  deep.best.reset();
  EXPECT_EQ(*work().echo(deep), deep);
}

TEST_F(AllTest, ResultsWithoutPayloads) {
  EXPECT_TRUE(work().unit(false));
  EXPECT_NE(work().unit(true).error().own(), nullptr);
  EXPECT_EQ(*work().only_ok(false), "fine");
  EXPECT_EQ(work().only_ok(true).error().status(), TENON_ERR);
  EXPECT_EQ(*work().only_err(true).error().own(), Severity::error);
}

TEST_F(AllTest, ResultsAsParameters) {
  EXPECT_EQ(*work().flip(tenon::unexpected("text")), "text");
  EXPECT_EQ(*work().flip(3u).error().own(), 3u);
}

TEST_F(AllTest, ThePluginsObjectsAreCalledAndDropped) {
  Document doc = *work().open("notes");
  EXPECT_EQ(*doc.title(), "notes");
  EXPECT_EQ(doc.rename("").error().message(), "a title can't be empty");
  EXPECT_TRUE(doc.rename("more"));
  EXPECT_EQ(*doc.title(), "more");
  EXPECT_EQ(*doc.append(std::vector<std::uint8_t>{1, 2}), 2u);
  EXPECT_EQ(live("test:all/types@1#document"), 2u);  // and the instance's own
}

TEST_F(AllTest, ObjectsTravelInsideValues) {
  std::vector<Titled> all = *work().open_all(std::vector<std::string>{"x", "y"});
  EXPECT_EQ(*all[1].document.title(), "y");
  EXPECT_EQ(*work().adopt_titled(std::move(all[0])), "x=x");
  EXPECT_EQ(*work().maybe_adopt(std::move(all[1].document)), true);
  EXPECT_EQ(*work().maybe_adopt(std::nullopt), false);
}

TEST_F(AllTest, TheHostsObjectsAreCalledAndDroppedByThePlugin) {
  std::vector<Document> documents;
  documents.push_back(page("mine"));
  documents.push_back(*work().open("yours"));
  EXPECT_EQ(*work().adopt(std::move(documents)), 2u);
  EXPECT_EQ(log.lines, (std::vector<std::string>{"made", "mine", "yours"}));
  EXPECT_EQ(test::all::types::abi::document_live[0], 0u);
}

TEST_F(AllTest, OnesOwnObjectIsKnown) {
  const Document yours = *work().open("yours"), mine = page("mine");
  EXPECT_TRUE(*work().is_mine(yours));
  EXPECT_FALSE(*work().is_mine(mine));
  EXPECT_EQ(yours.as<Page>(), nullptr);
  EXPECT_EQ(mine.as<Page>()->name, "mine");
  EXPECT_EQ(mine.as<Reporter>(), nullptr);
}

TEST_F(AllTest, BorrowedObjectsAreCalledBack) {
  std::string heard;
  const Listener ear = listener([&](std::string_view what) { return heard += what, true; });
  EXPECT_TRUE(*work().greet(ear, "hi"));
  EXPECT_EQ(*work().hint_all(std::vector{Hint{"a", ear}, Hint{"b", ear}}), 2u);
  EXPECT_EQ(heard, "hiab");
}

TEST_F(AllTest, TheHostKeepsAndCallsThePluginsObjects) {
  EXPECT_TRUE(work().start());
  EXPECT_TRUE(*registry.listeners.at(0).heard("ping"));
  EXPECT_FALSE(*registry.listeners.at(0).heard("enough"));
  EXPECT_EQ(log.lines.back(), "enough");
}

TEST_F(AllTest, CallsReenterTheInstance) {
  registry.on_again = [&](std::uint32_t n) { return *work().depth(n); };
  EXPECT_EQ(*work().depth(4), 4u);
}

TEST_F(AllTest, AnObjectDroppedInsideItsOwnMethodLivesUntilTheMethodReturns) {
  std::optional<Document> doc = *work().open("gone");
  std::uint64_t inside = 0;
  const Listener ear = listener([&](std::string_view) {
    const Listener inner = listener([&](std::string_view) { return doc.reset(), true; });
    const bool first = doc.has_value() && *doc->announce(inner) == 4;
    inside = live("test:all/types@1#document");
    return first;
  });
  tenon_object* object = doc->object();
  EXPECT_EQ(*DocumentRef(object, tenon::host_heap()).announce(ear), 4u);
  EXPECT_EQ(inside, 2u);
  EXPECT_EQ(live("test:all/types@1#document"), 1u);
}

TEST_F(AllTest, ImportsGiveThePluginObjectsErrorsAndLists) {
  EXPECT_EQ(*work().from_host("page"), "page");
  EXPECT_EQ(*work().from_host(""), "error 1");
  EXPECT_EQ(*work().host_findings(), 2u);
  EXPECT_EQ(*work().ask_newer(4), "8");
  EXPECT_EQ(*work().ask_newer(0), "zero");
}

TEST_F(AllTest, ObjectsOutliveTheirInstance) {
  const Document doc = *work().open("late");
  destroy();
  EXPECT_EQ(*doc.title(), "late");
}

}  // namespace
}  // namespace all
