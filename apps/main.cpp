// The command line: what each command takes. What it does is in its own file.
// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <string_view>

#include "commands.h"

namespace {

// Verbs of the design that are not there yet. Help does not list them; calling one says so.
constexpr std::string_view kNotBuilt[] = {"extract", "ingest", "recode", "rejected", "correct", "log", "verify", "backup",
                                          "dump", "load", "compact", "doctor", "query", "timeline", "due", "claims", "show",
                                          "conflicts", "stats", "ask", "export", "fetch", "serve"};

void add_engine_options(CLI::App* app, chancery::CommonOptions& common) {
  app->add_option("--rules", common.rules, "folder of rule files (default: data beside the program)");
  app->add_option("--model", common.model, "language model: wheel or unpacked folder (default: CHANCERY_MODEL, then the bundled one)");
  app->add_option("--simd", common.simd, "force a SIMD level; results are the same")->check(CLI::IsMember({"best", "avx512", "avx2", "plain"}));
}

void add_input_options(CLI::App* app, chancery::CommonOptions& common) {
  app->add_option("input", common.inputs, "files or folders; - is standard input");
  app->add_option("--from", common.from, "input format: auto, text or jsonl")->check(CLI::IsMember({"auto", "text", "jsonl"}));
  app->add_option("--offsets", common.offsets, "spans count bytes or chars (code points), in and out")->check(CLI::IsMember({"bytes", "chars"}));
  app->add_option("--date", common.date, "document date (ISO) for documents that bring none");
  app->add_option("--threads", common.threads, "number of threads")->check(CLI::Range(1u, 256u));
  app->add_option("--batch", common.batch, "documents analysed together; changes speed, never results")->check(CLI::Range(1u, 4096u));
}

}  // namespace

int main(int argc, char** argv) {
  using namespace chancery;

  CLI::App app(
      "Reads news and says who did what to whom, when, how sure, and who says so.\n\n"
      "  chancery code report.txt              a table of what the report says\n"
      "  chancery code --from jsonl - < in     one JSON record a statement\n"
      "  chancery explain \"A sentence.\"        why it was coded so, and what lost",
      "chancery");
  app.set_version_flag("--version", CHANCERY_VERSION);
  app.require_subcommand(1);

  CommonOptions common;
  CodeCommand code;
  auto* code_app = app.add_subcommand("code", "Documents → statements: a table on a terminal, JSON Lines otherwise.\n\n  chancery code report.txt");
  add_engine_options(code_app, common);
  add_input_options(code_app, common);
  code_app->add_option("--format", code.format, "table or jsonl")->check(CLI::IsMember({"table", "jsonl"}));
  code_app->add_flag("--documents", code.documents, "also one line for each document: sentences, tokens, statements");

  AnnotateCommand annotate;
  auto* annotate_app = app.add_subcommand("annotate", "Every layer with spans, JSON Lines.\n\n  chancery annotate --layers times,mentions report.txt");
  add_engine_options(annotate_app, common);
  add_input_options(annotate_app, common);
  annotate_app->add_option("--layers", annotate.layers, "sentences,tokens,mentions,times,attributions,happenings,claims (default: all)");
  annotate_app->add_option("--sentences", annotate.sentences, "ours, or model: the statistical parser's own boundaries, tokens and sentences only")
      ->check(CLI::IsMember({"ours", "model"}));

  ExplainCommand explain;
  auto* explain_app = app.add_subcommand("explain", "Why a sentence was coded so, and what lost.\n\n  chancery explain --date 2022-02-21 \"Macron will visit Moscow on Thursday.\"");
  add_engine_options(explain_app, common);
  explain_app->add_option("sentence", explain.sentence, "the sentence")->required();
  explain_app->add_option("--date", common.date, "document date (ISO)");

  RelateCommand relate;
  auto* relate_app = app.add_subcommand("relate", "{id, text, source, target} → what source does to target.\n\n  chancery relate --from jsonl - < pairs.jsonl");
  add_engine_options(relate_app, common);
  add_input_options(relate_app, common);
  relate_app->add_flag("!--no-prior", relate.prior, "null instead of the best guess where no frame links the two");

  ResolveCommand resolve;
  auto* resolve_app = app.add_subcommand("resolve", "An actor phrase → who, country, sectors.\n\n  chancery resolve --date 1999-04-20 --actor \"Pakistani Prime Minister Nawaz Sharif\"");
  add_engine_options(resolve_app, common);
  add_input_options(resolve_app, common);
  resolve_app->add_option("--actor", resolve.phrase, "one phrase, instead of records {id, actor, context?, date?}");

  RulesCommand rules;
  auto* rules_app = app.add_subcommand("rules", "check | test | fmt | impact | suggest: the rule files under data/; import: other coders' dictionaries.\n\n  chancery rules check");
  add_engine_options(rules_app, common);
  rules_app->require_subcommand(1);
  rules_app->add_subcommand("check", "every fault of every file, with its place and what to do")->callback([&] { rules.action = "check"; });
  rules_app->add_subcommand("test", "run all examples of all rules")->callback([&] { rules.action = "test"; });
  auto* fmt_app = rules_app->add_subcommand("fmt", "put the rule files into the one layout");
  fmt_app->callback([&] { rules.action = "fmt"; });
  fmt_app->add_flag("--check", rules.check_only, "change nothing; exit 1 when a file would change");
  auto* import_app = rules_app->add_subcommand("import", "TABARI's or PETRARCH's dictionaries → a rulebook that `code --rules` uses.\n\n  chancery rules import --from petrarch --out RULES my-dictionaries");
  import_app->callback([&] { rules.action = "import"; });
  import_app->add_option("--from", rules.reader, "whose: petrarch (whole words) or tabari (stems)")->required()->check(CLI::IsMember({"petrarch", "tabari"}));
  import_app->add_option("--out", rules.out, "folder to write; what an earlier import wrote there is replaced")->required();
  import_app->add_option("folder", rules.folder, "folder of actor, agent, verb, discard and issue files")->required();
  auto* impact_app = rules_app->add_subcommand("impact", "what a change of the rules gains, loses and changes over a corpus\n\n  chancery rules impact old/data reports/");
  impact_app->callback([&] { rules.action = "impact"; });
  impact_app->add_option("base", rules.base, "folder of the rules to compare with")->required();
  add_input_options(impact_app, common);
  auto* suggest_app = rules_app->add_subcommand("suggest", "frequent predicates between two known actors that no frame knows\n\n  chancery rules suggest reports/");
  suggest_app->callback([&] { rules.action = "suggest"; });
  suggest_app->add_option("--least", rules.least, "occurrences that a predicate needs (2)");
  suggest_app->add_option("--most", rules.most, "predicates shown (50)");
  add_input_options(suggest_app, common);
  for (CLI::App* action : rules_app->get_subcommands({})) action->fallthrough();  // options may stand after the action

  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word.starts_with("-")) continue;
    if (std::find(std::begin(kNotBuilt), std::end(kNotBuilt), word) != std::end(kNotBuilt)) {
      fmt::print(stderr, "chancery: `{}` is not built yet\n", word);
      return 2;
    }
    break;
  }

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (*code_app) return run_code(common, code);
  if (*annotate_app) return run_annotate(common, annotate);
  if (*explain_app) return run_explain(common, explain);
  if (*relate_app) return run_relate(common, relate);
  if (*resolve_app) return run_resolve(common, resolve);
  return run_rules(common, rules);
}
