// SPDX-License-Identifier: Apache-2.0
// A plugin whose stages are found at run time: one for each NAME.card of a model folder, whose text
// is a number that the stage adds.
#include <pipeline/catalog.hpp>

#include <filesystem>
#include <fstream>

namespace {

using namespace pipeline;

struct Card {
  double addend;
};

class Engine {
 public:
  Engine(const Card& card, const BasicCall& setup) : addend_(card.addend * setup.arg(0).real) {}
  void run(const BasicCall& call) const {
    call.emit_number(0, call.input<pipeline_number>(0).value + addend_);
  }

 private:
  double addend_;
};

void add_card(const std::filesystem::path& file, const AddStage& add) {
  auto card = std::make_shared<Card>();
  if (!(std::ifstream(file) >> card->addend)) {
    throw Error(PIPELINE_IO, file.filename().string() + ": expected a number");
  }
  RuntimeStage stage("cards." + file.stem().string(), "1.0.0", "Adds what its card says.");
  stage.input({.name = "number", .type = PIPELINE_TYPE_NUMBER, .doc = "A number"});
  stage.output({.name = "sum", .type = PIPELINE_TYPE_NUMBER, .doc = "The sum", .unit = "apples"});
  stage.param({.name = "times",
               .doc = "How often it is added",
               .kind = PIPELINE_FLOAT,
               .preset = {.real = 1},
               .min = 0,
               .max = 100});
  add(std::move(stage).finish<Engine>(std::shared_ptr<const Card>(std::move(card))));
}

void find_cards(const BasicCall& call, const std::string& folder, const AddStage& add) {
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".card") add_card(entry.path(), add);
  }
  call.log(PIPELINE_LOG_DEBUG, "looked into " + folder);
}

}  // namespace

PIPELINE_PLUGIN_CATALOG("cards", "1.0.0", "Stages from cards", find_cards)
