// SPDX-License-Identifier: Apache-2.0
// Every kind of parameter, written out as text.
#include <pipeline/stage.hpp>

#include <sstream>

namespace {

using namespace pipeline;

enum class Mode { fast, good };
constexpr const char* mode_names[] = {"fast", "good"};
constexpr const char* count_words[] = {"auto"};
constexpr int64_t count_values[] = {0};

struct Params {
  static constexpr Stage stage{"kinds.params", "1.2.0", "Writes its parameters as text."};
  static constexpr Out<Bytes> text{.name = "text", .doc = "The text", .media_type = "text/plain"};
  static constexpr Param<bool> flag{"flag", "A flag", true};
  static constexpr Param<int> count{.name = "count",
                                    .doc = "A count",
                                    .preset = 0,
                                    .min = 2,
                                    .max = 256,
                                    .unit = "colours",
                                    .words = count_words,
                                    .word_values = count_values,
                                    .word_count = 1};
  static constexpr Param<double> ratio{"ratio", "A ratio", 0.25, 0, 1};
  static constexpr Param<Mode> mode{"mode", "A choice", Mode::good, mode_names};
  static constexpr Param<Text> note{"note", "Any text", "none"};
  static constexpr Param<File> table{"table", "A file", ""};
  static constexpr Param<Colour> ground{"ground", "A colour", Colour::from_u8(255, 0, 51)};
  PIPELINE_INTERFACE(text, flag, count, ratio, mode, note, table, ground)

  // Strings must outlive create: they are taken there and used in run.
  explicit Params(const Setup<Params>& setup) : note_(setup[note]), table_(setup[table]) {}

  void run(const Call<Params>& call) const {
    const auto g = call[ground].to_u8();
    std::ostringstream out;
    out << call[flag] << ' ' << call[count] << ' ' << call[ratio] << ' '
        << mode_names[static_cast<int>(call[mode])] << ' ' << note_ << ' ' << table_ << ' '
        << int{g[0]} << ',' << int{g[1]} << ',' << int{g[2]} << ',' << int{g[3]};
    call.emit(text, "text/plain", out.str());
  }

 private:
  std::string_view note_, table_;
};

}  // namespace

PIPELINE_STAGE(params, Params)
