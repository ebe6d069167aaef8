// SPDX-License-Identifier: Apache-2.0
#include <pipeline/stage.hpp>

namespace {

using namespace pipeline;

struct ByteCount {
  static constexpr Stage stage{"metric.bytes",
                               "1.0.0",
                               "How many bytes a document has.",
                               PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT,
                               0.0,
                               4096};
  static constexpr In<Bytes> document{"document", "Anything that is bytes"};
  static constexpr Out<Number> value{
      .name = "value", .doc = "Its size", .unit = "bytes", .better = PIPELINE_BETTER_LOWER};
  PIPELINE_INTERFACE(document, value)

  void run(const Call<ByteCount>& call) const {
    call.emit(value, static_cast<double>(call[document].size()));
  }
};

}  // namespace

PIPELINE_STAGE(bytes, ByteCount)
