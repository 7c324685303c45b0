// chancery rules impact BASE: what a change of the rules gains, loses and changes over a corpus.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <map>
#include <mutex>

#include "commands.h"

namespace chancery {
namespace {

// What of a statement an analyst would see change, in the order in which it is told.
std::vector<std::pair<std::string_view, std::string>> fields_of(const Statement& statement) {
  std::vector<std::pair<std::string_view, std::string>> out;
  auto actors = [](const std::vector<ActorRef>& list) {
    std::vector<std::string> names;
    for (const ActorRef& one : list) {
      const std::string& name = one.actor.name.empty() ? one.text : one.actor.name;
      names.push_back(one.actor.code.empty() ? name : fmt::format("{} {}", name, one.actor.code));
    }
    return fmt::format("{}", fmt::join(names, " + "));
  };
  std::string status, who, whom, when;
  auto add = [](std::string& text, const std::string& part) { text += (text.empty() ? "" : " > ") + part; };
  for (const Act* act = &statement.act; act != nullptr; act = act->content.get()) {
    add(status, fmt::format("{}{}", name_of(act->status), act->tense ? fmt::format(" {}", name_of(*act->tense)) : ""));
    add(who, actors(act->actors));
    add(whom, actors(act->recipients));
    add(when, act->time ? std::string(act->time->ref.value) : "-");
  }
  std::vector<std::string> sayers;
  for (const Sayer& sayer : statement.act.said_by) sayers.push_back(sayer.who.text);
  out.emplace_back("frame", fmt::format("{}", fmt::join(statement.path(), " > ")));
  out.emplace_back("plover", statement.codes.plover ? statement.codes.plover->type : "-");
  out.emplace_back("cameo", statement.codes.cameo ? statement.codes.cameo->code : "-");
  out.emplace_back("status", std::move(status));
  out.emplace_back("actors", std::move(who));
  out.emplace_back("recipients", std::move(whom));
  out.emplace_back("time", std::move(when));
  out.emplace_back("place", statement.act.place ? statement.act.place->name : "-");
  out.emplace_back("said_by", fmt::format("{}", fmt::join(sayers, " < ")));
  return out;
}

std::string line(std::string_view mark, const Coded& coded, const Statement& statement) {
  const auto fields = fields_of(statement);
  std::string_view sentence = coded.document.text(coded.analysis.sentences[statement.sentence].span);
  return fmt::format("{} {} \"{}\" ({}) {} → {}\n    {}\n", mark, fields[0].second, statement.act.trigger_text,
                     fields[3].second, fields[4].second, fields[5].second, sentence.substr(0, sentence.find('\n')));
}

}  // namespace

int run_rules_impact(const CommonOptions& common, const RulesCommand& command) {
  const Result<CodeOptions> options = code_options(common);
  if (!options) return fail(options.error());
  int exit_code = 0;
  const auto now = load_engine(common, exit_code);
  if (!now) return exit_code;
  CommonOptions base_options = common;
  base_options.rules = command.base;
  const auto base = load_engine(base_options, exit_code);
  if (!base) return exit_code;

  std::mutex guard;
  std::size_t documents = 0, gained = 0, lost = 0, same = 0, changed = 0;
  std::map<std::string_view, std::size_t> by_field;
  exit_code = for_each_batch(
      common,
      [&](const std::vector<Source>& sources) {
        const std::vector<Coded> before = base->code(sources, *options), after = now->code(sources, *options);
        std::string out;
        const std::lock_guard lock(guard);
        for (std::size_t i = 0; i < after.size(); ++i) {
          ++documents;
          std::string here;
          std::map<std::string_view, const Statement*> old;
          for (const Statement& statement : before[i].statements) old[statement.id] = &statement;
          for (const Statement& statement : after[i].statements) {
            const auto found = old.find(statement.id);
            if (found == old.end()) {
              ++gained;
              here += line("+", after[i], statement);
              continue;
            }
            const auto was = fields_of(*found->second), is = fields_of(statement);
            old.erase(found);
            std::string differences;
            for (std::size_t f = 0; f < is.size(); ++f) {
              if (was[f].second == is[f].second) continue;
              ++by_field[is[f].first];
              differences += fmt::format("    {}: {} → {}\n", is[f].first, was[f].second, is[f].second);
            }
            ++(differences.empty() ? same : changed);
            if (!differences.empty()) here += line("~", after[i], statement) + differences;
          }
          for (const Statement& statement : before[i].statements) {
            if (!old.contains(statement.id)) continue;
            ++lost;
            here += line("-", before[i], statement);
          }
          if (!here.empty()) out += fmt::format("{}\n{}", after[i].document.source.id, here);
        }
        return out;
      },
      {});
  std::vector<std::string> parts;
  for (const auto& [field, count] : by_field) parts.push_back(fmt::format("{} {}", field, count));
  fmt::print("{} document{}: {} gained, {} lost, {} changed{}, {} the same\n", documents, documents == 1 ? "" : "s", gained,
             lost, changed, parts.empty() ? "" : fmt::format(" ({})", fmt::join(parts, ", ")), same);
  return exit_code;
}

}  // namespace chancery
