// The one place that knows the field order of the record.
// SPDX-License-Identifier: Apache-2.0
#include "record.h"

#include <cmath>

#include "base/hash.h"
#include "base/json.h"
#include "base/utf8.h"

namespace chancery {
namespace {

constexpr std::string_view kSchema = "1.0";

class RecordWriter {
 public:
  RecordWriter(const Coded& coded, const Offsets& offsets) : coded_(coded), offsets_(offsets) {}

  JsonWriter json;

  void optional_string(std::string_view key, std::string_view value) {
    json.key(key);
    if (value.empty()) {
      json.null();
    } else {
      json.string(value);
    }
  }

  void span(std::string_view key, Span value) {
    json.key(key);
    span(value);
  }

  void span(Span value) {
    const Span local = offsets_(value);
    json.begin_array().integer(local.begin).integer(local.end).end_array();
  }

  void span_or_null(std::string_view key, Span value) {
    if (value.empty()) {
      json.key(key).null();
    } else {
      span(key, value);
    }
  }

  void words(std::string_view key, std::string_view text, Span where) {
    json.key(key).begin_object().key("text").string(text);
    span("span", where);
    json.end_object();
  }

  void instant(std::string_view key, const std::optional<Instant>& value) {
    json.key(key);
    if (value) {
      json.string(format_instant(*value));
    } else {
      json.null();
    }
  }

  void actor_fields(const ActorRef& ref) {
    optional_string("name", ref.actor.name);
    optional_string("id", ref.actor.id);
    json.key("kind").string(name_of(ref.actor.kind));
    optional_string("country", ref.actor.country);
    json.key("sectors");
    write_strings(json, ref.actor.sectors);
    optional_string("code", ref.actor.code);
    optional_string("office", ref.actor.office);
    optional_string("how", ref.actor.how);
    json.key("group");
    if (ref.group) {
      json.integer(*ref.group);
    } else {
      json.null();
    }
  }

  void actor(const ActorRef& ref) {
    json.begin_object().key("text").string(ref.text);
    span("span", ref.span);
    actor_fields(ref);
    json.end_object();
  }

  void actors(std::string_view key, const std::vector<ActorRef>& refs) {
    json.key(key).begin_array();
    for (const ActorRef& ref : refs) actor(ref);
    json.end_array();
  }

  void fillers(std::string_view key, const std::vector<RoleFiller>& fillers) {
    json.key(key).begin_array();
    for (const RoleFiller& filler : fillers) {
      if (filler.actor) {
        actor(*filler.actor);
      } else {
        json.begin_object().key("text").string(filler.text);
        span("span", filler.span);
        json.end_object();
      }
    }
    json.end_array();
  }

  void time_fields(const TimeRef& ref) {
    json.key("text").string(coded_.document.text(ref.span));
    span("span", ref.span);
    json.key("type").string(name_of(ref.type));
    optional_string("value", ref.value);
    optional_string("mod", ref.mod);
    instant("start", ref.interval.start);
    instant("end", ref.interval.end);
    optional_string("granularity", name_of(ref.granularity));
  }

  void time(std::string_view key, const std::optional<StatementTime>& time) {
    json.key(key);
    if (!time) {
      json.null();
      return;
    }
    const TimeRef& ref = time->ref;
    json.begin_object();
    time_fields(ref);
    optional_string("operator", name_of(ref.op));
    json.key("anchor");
    if (ref.anchor == AnchorKind::kEvent || ref.anchor == AnchorKind::kTime) {
      json.begin_object();
      span_or_null("span", ref.anchor_span);
      json.end_object();
    } else if (ref.anchor == AnchorKind::kNone) {
      json.null();
    } else {
      json.string(name_of(ref.anchor));
    }
    json.key("assumed").boolean(ref.assumed);
    json.key("carried").boolean(ref.carried);
    json.end_object();
  }

  void place(const std::optional<PlaceRef>& place) {
    json.key("place");
    if (!place) {
      json.null();
      return;
    }
    json.begin_object().key("text").string(place->text);
    span("span", place->span);
    optional_string("name", place->name);
    optional_string("kind", place->kind);
    optional_string("iso3", place->iso3);
    optional_string("admin1", place->admin1);
    optional_string("geonameid", place->geonameid);
    for (const auto& [key, value] : {std::pair{"lat", place->lat}, std::pair{"lon", place->lon}}) {
      json.key(key);
      if (value) {
        json.number(*value);
      } else {
        json.null();
      }
    }
    optional_string("how", place->how);
    json.end_object();
  }

  void toll(const std::optional<Toll>& toll) {
    json.key("toll");
    if (!toll) {
      json.null();
      return;
    }
    json.begin_object();
    for (const auto& [key, count] :
         {std::pair{"killed", &toll->killed}, std::pair{"injured", &toll->injured}, std::pair{"arrested", &toll->arrested}}) {
      json.key(key);
      if (!*count) {
        json.null();
        continue;
      }
      json.begin_object();
      for (const auto& [bound, value] : {std::pair{"min", (*count)->min}, std::pair{"max", (*count)->max}}) {
        json.key(bound);
        if (value) {
          json.integer(*value);
        } else {
          json.null();
        }
      }
      json.key("text").string((*count)->text);
      span("span", (*count)->span);
      json.end_object();
    }
    json.end_object();
  }

  void claim_role(const ClaimRole& role) {
    json.begin_object().key("text").string(role.text);
    span("span", role.span);
    json.key("general").boolean(role.general);
    optional_string("name", role.name);
    optional_string("id", role.id);
    optional_string("country", role.country);
    json.key("sectors");
    write_strings(json, role.sectors);
    optional_string("code", role.code);
    optional_string("office", role.office);
    json.end_object();
  }

  void claim(const ParsedClaim& claim) {
    json.begin_object().key("text").string(claim.text);
    span("span", claim.span);
    json.key("kind").string(claim.kind);
    json.key("n");
    if (claim.n) {
      json.integer(*claim.n);
    } else {
      json.null();
    }
    optional_string("measure", claim.measure);
    optional_string("frame", claim.frame);
    json.key("roles").begin_object();
    for (const char* name : {"actors", "recipients"}) {
      json.key(name).begin_array();
      for (const ClaimRole& role : claim.roles) {
        if (role.role == name) claim_role(role);
      }
      json.end_array();
    }
    json.end_object();
    json.key("period").begin_object();
    instant("start", claim.period.start);
    instant("end", claim.period.end);
    optional_string("text", claim.period_text);
    json.end_object();
    json.key("status").string(claim.status).key("factuality").number(claim.factuality);
    json.key("truth").null();  // until a chronicle has been asked
    json.end_object();
  }

  void said_by(const std::vector<Sayer>& sayers) {
    json.key("said_by").begin_array();
    for (const Sayer& sayer : sayers) {
      json.begin_object();
      optional_string("text", sayer.who.text);
      span_or_null("span", sayer.who.span);
      json.key("anonymous").boolean(sayer.anonymous);
      words("cue", sayer.cue_text, sayer.cue_span);
      json.key("quoted").boolean(sayer.quoted);
      json.key("factuality");
      if (sayer.factuality) {
        json.number(*sayer.factuality);
      } else {
        json.null();
      }
      actor_fields(sayer.who);
      json.end_object();
    }
    json.end_array();
  }

  // The fields from `frame` to `said_by`.
  void act(const Act& act) {
    json.key("frame").string(act.frame);
    json.key("in").string(coded_.document.in_title(act.trigger) ? "title" : "text");
    words("trigger", act.trigger_text, act.trigger);
    actors("actors", act.actors);
    actors("recipients", act.recipients);
    json.key("symmetric").boolean(act.symmetric);
    fillers("companions", act.companions);
    fillers("instrument", act.instrument);
    json.key("status").string(name_of(act.status));
    json.key("tense");
    if (act.tense) {
      json.string(name_of(*act.tense));
    } else {
      json.null();
    }
    json.key("factuality").number(act.factuality);
    json.key("certainty").string(certainty_of(act.factuality));
    json.key("condition");
    if (!act.condition) {
      json.null();
    } else if (!act.condition->statement.empty()) {
      json.begin_object().key("statement").string(act.condition->statement).end_object();
    } else {
      json.begin_object();
      span("span", act.condition->span);
      json.end_object();
    }
    time("time", act.time);
    time("former_time", act.former_time);
    place(act.place);
    json.key("amounts").begin_array();
    for (const Amount& amount : act.amounts) {
      json.begin_object().key("text").string(amount.text);
      span("span", amount.span);
      json.key("value").number(amount.value);
      optional_string("unit", amount.unit);
      optional_string("of", amount.of);
      json.end_object();
    }
    json.end_array();
    toll(act.toll);
    json.key("topics").begin_array();
    for (const Topic& topic : act.topics) {
      json.begin_object().key("text").string(topic.text);
      span("span", topic.span);
      json.end_object();
    }
    json.end_array();
    json.key("content");
    if (act.content) {
      json.begin_object();
      this->act(*act.content);
      json.end_object();
    } else {
      json.null();
    }
    json.key("claim");
    if (act.claim) {
      claim(*act.claim);
    } else {
      json.null();
    }
    optional_string("repeats", act.repeats);
    said_by(act.said_by);
  }

  void codes(const Codes& codes) {
    json.key("codes").begin_object();
    json.key("plover");
    if (codes.plover) {
      json.begin_object();
      optional_string("type", codes.plover->type);
      optional_string("mode", codes.plover->mode);
      json.key("contexts");
      write_strings(json, codes.plover->contexts);
      json.key("auxiliary");
      write_strings(json, codes.plover->auxiliary);
      quad(codes.plover->quad);
      json.end_object();
    } else {
      json.null();
    }
    json.key("plv");
    if (codes.plv) {
      json.begin_object();
      optional_string("class", codes.plv->cls);
      quad(codes.plv->quad);
      json.end_object();
    } else {
      json.null();
    }
    json.key("cameo");
    if (codes.cameo) {
      json.begin_object();
      json.key("code").string(codes.cameo->code).key("root").string(codes.cameo->root);
      quad(codes.cameo->quad);
      json.key("goldstein");
      if (codes.cameo->goldstein) {
        json.score(*codes.cameo->goldstein);
      } else {
        json.null();
      }
      json.end_object();
    } else {
      json.null();
    }
    // Only where an imported dictionary codes: the records of the engine's own frames stay as they are.
    if (codes.dictionary) {
      json.key("dictionary").begin_object().key("code").string(codes.dictionary->code);
      json.key("issues").begin_array();
      for (const auto& [issue, count] : codes.dictionary->issues) {
        json.begin_object().key("code").string(issue).key("count").integer(count).end_object();
      }
      json.end_array().end_object();
    }
    json.end_object();
  }

  void published() {
    const Published& date = coded_.published;
    json.key("published").begin_object();
    instant("date", date.date);
    optional_string("how", date.how);
    instant("not_before", date.not_before);
    instant("not_after", date.not_after);
    json.key("assumed").boolean(date.assumed);
    optional_string("conflict", date.conflict);
    json.end_object();
  }

  void evidence(const std::vector<Evidence>& reasons) {
    json.key("evidence").begin_array();
    for (const Evidence& reason : reasons) {
      json.begin_object().key("field").string(reason.field).key("rule").string(reason.rule);
      span_or_null("span", reason.span);
      if (!reason.fact.empty()) json.key("fact").string(reason.fact);
      json.end_object();
    }
    json.end_array();
  }

  void rivals(const std::vector<Rival>& rivals) {
    json.key("rivals").begin_array();
    for (const Rival& rival : rivals) {
      json.begin_object().key("field").string(rival.field).key("value").string(rival.value).key("rule").string(rival.rule);
      span_or_null("span", rival.span);
      json.key("why").string(rival.why).end_object();
    }
    json.end_array();
  }

 private:
  void quad(const std::optional<int>& value) {
    json.key("quad");
    if (value) {
      json.integer(*value);
    } else {
      json.null();
    }
  }

  const Coded& coded_;
  const Offsets& offsets_;
};

// The part of the record that a revision hashes: all but id, revision, document and engine. Split at the place where
// `document` stands.
struct Body {
  std::string before_document;  // "path":…,…,"codes":{…}
  std::string after_document;   // "sentence":…,"evidence":…,"rivals":…
};

// The fields that `write` writes, without the braces of the object they stand in.
template <class Write>
std::string fields(RecordWriter& out, Write write) {
  out.json.begin_object();
  write();
  out.json.end_object();
  std::string text = out.json.take();
  return text.substr(1, text.size() - 2);
}

// What `sentence` shows: the sentence, or of one that is absurdly long the tokens around the trigger. Otherwise a text without
// a full stop would be repeated whole in each of its thousands of statements.
Span shown_sentence(const Coded& coded, const Statement& statement) {
  constexpr std::uint32_t kMost = 1000;  // bytes
  const Sentence& sentence = coded.analysis.sentences[statement.sentence];
  if (sentence.span.size() <= kMost || statement.act.trigger_token == kNoToken) return sentence.span;
  const auto& tokens = coded.analysis.tokens;
  Span shown = tokens[statement.act.trigger_token].span;
  std::uint32_t first = statement.act.trigger_token, last = first;
  while (first > sentence.first && shown.end - tokens[first - 1].span.begin <= kMost / 2) shown.begin = tokens[--first].span.begin;
  while (last + 1 < sentence.last && tokens[last + 1].span.end - shown.begin <= kMost) shown.end = tokens[++last].span.end;
  return shown;
}

Body body_of(const Coded& coded, const Statement& statement, const Offsets& offsets) {
  RecordWriter out(coded, offsets);
  Body body;
  body.before_document = fields(out, [&] {
    out.json.key("path");
    write_strings(out.json, statement.path());
    out.act(statement.act);
    out.codes(statement.codes);
  });
  body.after_document = fields(out, [&] {
    const Sentence& sentence = coded.analysis.sentences[statement.sentence];
    out.json.key("sentence").begin_object().key("index").integer(statement.sentence);
    const Span shown = shown_sentence(coded, statement);
    out.span("span", shown);
    out.json.key("role").string(name_of(coded.document.blocks[sentence.block].role));
    out.json.key("text").string(coded.document.text(shown)).end_object();
    out.evidence(statement.evidence);
    out.rivals(statement.rivals);
  });
  return body;
}

std::string reported_day(const Coded& coded) {
  return coded.published.date ? format_day(day_of(*coded.published.date)) : std::string();
}

}  // namespace

Offsets::Offsets(const Document& document, OffsetUnit unit) : text_begin_(document.text_begin) {
  if (unit == OffsetUnit::kBytes) return;
  const std::string_view content = document.content;
  title_.emplace(content.substr(0, document.title_size));
  text_.emplace(content.substr(document.text_begin));
}

Span Offsets::operator()(Span span) const {
  const bool in_title = span.begin < text_begin_;
  if (!in_title) span = {span.begin - text_begin_, span.end - text_begin_};
  if (in_bytes()) return span;
  const CodePointIndex& index = in_title ? *title_ : *text_;
  return {index.to_code_points(span.begin), index.to_code_points(span.end)};
}

std::string_view certainty_of(double factuality) {
  const double size = std::fabs(factuality);
  return size >= 2.5 ? "certain" : size >= 1.5 ? "probable" : "possible";
}

void write_strings(JsonWriter& json, const std::vector<std::string>& items) {
  json.begin_array();
  for (const std::string& item : items) json.string(item);
  json.end_array();
}

std::string statement_record(const Coded& coded, const Statement& statement, const EngineInfo& engine, const Offsets& offsets) {
  // The revision does not depend on the unit that the user counts in.
  const Body plain = body_of(coded, statement, Offsets(coded.document, OffsetUnit::kBytes));
  const std::string revision = content_id("", {plain.before_document, plain.after_document});
  const Body body = offsets.in_bytes() ? plain : body_of(coded, statement, offsets);

  RecordWriter out(coded, offsets);
  const std::string head = fields(out, [&] {
    out.json.key("schema").string(kSchema).key("id").string(statement.id).key("revision").string(revision);
  });
  const std::string document = fields(out, [&] {
    out.json.key("document").begin_object().key("id").string(coded.document.source.id).key("key").string(coded.document.key);
    out.optional_string("reported", reported_day(coded));
    out.json.end_object();
  });
  const std::string tail = fields(out, [&] {
    out.json.key("engine").begin_object().key("version").string(engine.version).key("rulebook").string(engine.rulebook);
    out.json.key("model").string(engine.model).end_object();
  });
  return "{" + head + "," + body.before_document + "," + document + "," + body.after_document + "," + tail + "}";
}

std::string document_record(const Coded& coded) {
  const Offsets offsets(coded.document, OffsetUnit::kBytes);
  RecordWriter out(coded, offsets);
  out.json.begin_object().key("document").begin_object();
  out.json.key("id").string(coded.document.source.id).key("key").string(coded.document.key);
  out.optional_string("reported", reported_day(coded));
  out.published();
  out.json.end_object();
  out.json.key("sentences").integer(static_cast<std::int64_t>(coded.analysis.sentences.size()));
  out.json.key("tokens").integer(static_cast<std::int64_t>(coded.analysis.tokens.size()));
  out.json.key("statements").integer(static_cast<std::int64_t>(coded.statements.size()));
  out.json.end_object();
  return out.json.take();
}

Result<Layers> Layers::parse(std::string_view names) {
  Layers layers{false, false, false, false, false, false, false};
  while (!names.empty()) {
    const std::string_view name = names.substr(0, names.find(','));
    names.remove_prefix(std::min(names.size(), name.size() + 1));
    if (name == "sentences") layers.sentences = true;
    else if (name == "tokens") layers.tokens = true;
    else if (name == "mentions") layers.mentions = true;
    else if (name == "times") layers.times = true;
    else if (name == "attributions") layers.attributions = true;
    else if (name == "happenings") layers.happenings = true;
    else if (name == "claims") layers.claims = true;
    else {
      return Error{ErrorCode::kUsage, "no layer `" + std::string(name) + "`", {},
                   "layers are sentences, tokens, mentions, times, attributions, happenings, claims"};
    }
  }
  return layers;
}

std::string annotation_record(const Coded& coded, const Layers& layers, const Offsets& offsets) {
  RecordWriter out(coded, offsets);
  JsonWriter& json = out.json;
  const Document& document = coded.document;
  const auto in_text = [&](Span span) { return !document.in_title(span); };
  json.begin_object().key("id").string(document.source.id);
  json.key("document").begin_object();
  out.published();
  json.end_object();
  if (layers.sentences) {
    json.key("sentences").begin_array();
    for (const Sentence& sentence : coded.analysis.sentences) {
      if (!in_text(sentence.span)) continue;
      json.begin_object();
      out.span("span", sentence.span);
      json.end_object();
    }
    json.end_array();
  }
  if (layers.tokens) {
    std::uint32_t first = 0;  // tokens of the title stand before those of the text
    while (first < coded.analysis.tokens.size() && document.in_title(coded.analysis.tokens[first].span)) ++first;
    json.key("tokens").begin_array();
    for (std::uint32_t t = first; t < coded.analysis.tokens.size(); ++t) {
      const Token& token = coded.analysis.tokens[t];
      json.begin_object();
      out.span("span", token.span);
      json.key("text").string(token.text).key("lemma").string(token.lemma).key("tag").string(token.tag);
      json.key("pos").string(token.pos).key("morph").string(token.morph).key("head").integer(token.head - first);
      json.key("dep").string(token.dep);
      json.key("ent_iob").string(token.iob == Iob::kBegin ? "B" : token.iob == Iob::kIn ? "I" : "O");
      json.key("ent_type").string(token.ent_type).key("ws").boolean(token.space_after);
      json.end_object();
    }
    json.end_array();
  }
  if (layers.mentions) {
    json.key("mentions").begin_array();
    for (std::size_t i = 0; i < coded.mentions.size(); ++i) {
      const Mention& mention = coded.mentions[i];
      const ResolvedActor& actor = coded.resolved[i];
      if (!in_text(mention.span)) continue;
      json.begin_object();
      out.span("span", mention.span);
      json.key("kind").string(name_of(actor.kind));
      out.optional_string("name", actor.name);
      out.optional_string("id", actor.id);
      out.optional_string("country", actor.country);
      json.key("sectors");
      write_strings(json, actor.sectors);
      out.optional_string("code", actor.code);
      json.key("group").integer(mention.group);
      json.end_object();
    }
    json.end_array();
  }
  if (layers.times) {
    json.key("times").begin_array();
    for (const TimeRef& ref : coded.times) {
      if (!in_text(ref.span)) continue;
      json.begin_object();
      out.span("span", ref.span);
      json.key("text").string(document.text(ref.span)).key("type").string(name_of(ref.type));
      out.optional_string("value", ref.value);
      out.optional_string("mod", ref.mod);
      out.instant("start", ref.interval.start);
      out.instant("end", ref.interval.end);
      out.optional_string("granularity", name_of(ref.granularity));
      json.end_object();
    }
    json.end_array();
  }
  if (layers.attributions) {
    json.key("attributions").begin_array();
    for (const Quote& quote : coded.quotes) {
      if (quote.cue.empty() ? !quote.content.empty() && !in_text(quote.content.front()) : !in_text(quote.cue.front())) continue;
      json.begin_object();
      for (const auto& [key, spans] : {std::pair{"source", &quote.source}, std::pair{"cue", &quote.cue}, std::pair{"content", &quote.content}}) {
        json.key(key).begin_array();
        for (const Span span : *spans) {
          json.begin_object();
          out.span("span", span);
          json.end_object();
        }
        json.end_array();
      }
      json.end_object();
    }
    json.end_array();
  }
  if (layers.happenings) {
    json.key("happenings").begin_array();
    for (const Happening& happening : coded.happenings) {
      if (!in_text(happening.span)) continue;
      json.begin_object();
      out.span("span", happening.span);
      json.key("lemma").string(happening.lemma);
      out.optional_string("frame", happening.frame);
      json.key("status").string(name_of(happening.status)).key("tense");
      if (happening.tense) {
        json.string(name_of(*happening.tense));
      } else {
        json.null();
      }
      json.key("factuality").number(happening.factuality);
      out.evidence(happening.evidence);
      json.end_object();
    }
    json.end_array();
  }
  if (layers.claims) {
    json.key("claims").begin_array();
    for (const ParsedClaim& claim : coded.claims) {
      if (in_text(claim.span)) out.claim(claim);
    }
    json.end_array();
  }
  json.end_object();
  return json.take();
}

std::string relation_record(const Coded& coded, std::string_view id, const std::optional<Codes>& codes, Status status,
                            std::string_view how, const std::vector<Evidence>& evidence, const std::vector<std::string>& others,
                            const Offsets& offsets) {
  RecordWriter out(coded, offsets);
  out.json.begin_object().key("id").string(id);
  if (codes) {
    out.codes(*codes);
    out.json.key("status").string(name_of(status));
  } else {
    out.json.key("codes").null().key("status").null();
  }
  out.json.key("how").string(how);
  out.evidence(evidence);
  out.json.key("others");
  write_strings(out.json, others);
  out.json.end_object();
  return out.json.take();
}

std::string rejection_record(const Rejection& rejection) {
  JsonWriter json;
  json.begin_object().key("id");
  if (rejection.id.empty()) {
    json.null();
  } else {
    json.string(rejection.id);
  }
  json.key("error").begin_object().key("code").string(name_of(rejection.error.code));
  json.key("message").string(rejection.error.message).end_object().end_object();
  return json.take();
}

}  // namespace chancery
