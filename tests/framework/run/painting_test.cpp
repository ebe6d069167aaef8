// SPDX-License-Identifier: Apache-2.0
#include "framework/run/painting.hpp"

#include <cstring>
#include <vector>

#include "support/catch.hpp"

using namespace pipeline;

namespace {

using Bytes = std::vector<uint8_t>;

template <class Label>
pipeline_labels label_map(std::vector<Label>& labels, uint32_t count, const float* palette) {
  pipeline_labels map{};
  map.struct_size = sizeof map;
  map.width = static_cast<int32_t>(labels.size() / 2);
  map.height = 2;
  map.sample = sizeof(Label) == 1 ? PIPELINE_U8 : PIPELINE_U32;
  map.count = count;
  map.stride = labels.size() / 2 * sizeof(Label);
  map.labels = labels.data();
  map.palette = palette;
  return map;
}

Bytes bytes_of(const host::Value& value) {
  const pipeline_image& image = *value.image();
  Bytes bytes(image.stride * static_cast<size_t>(image.height));
  std::memcpy(bytes.data(), image.pixels, bytes.size());
  return bytes;
}

}  // namespace

TEST_CASE("labels are painted with their palette", "[painting]") {
  host::Memory memory;
  const float opaque[] = {1, 0.5F, 0, 1, 0, 0, 2, 1};
  std::vector<uint8_t> labels{0, 1, 1, 0};
  const auto picture = run::painted(label_map(labels, 2, opaque), memory, nullptr);
  CHECK(picture.image()->channels == 3);
  CHECK(picture.image()->alpha == PIPELINE_ALPHA_NONE);
  CHECK(bytes_of(picture) == Bytes{255, 128, 0, 0, 0, 255, 0, 0, 255, 255, 128, 0});
  const float clear[] = {1, 1, 1, 1, 0, 0, 0, 0.25F};
  std::vector<uint32_t> wide{1, 0};
  const auto glass = run::painted(label_map(wide, 2, clear), memory, nullptr);
  CHECK(glass.image()->alpha == PIPELINE_ALPHA_STRAIGHT);
  CHECK(bytes_of(glass) == Bytes{0, 0, 0, 64, 255, 255, 255, 255});
}

TEST_CASE("labels that a map does not have are seen, not followed", "[painting]") {
  host::Memory memory;
  const float palette[] = {0, 0, 0, 1};
  std::vector<uint32_t> labels{0, UINT32_MAX};
  CHECK(bytes_of(run::painted(label_map(labels, 1, palette), memory, nullptr)) ==
        Bytes{0, 0, 0, 255, 0, 255});
}

TEST_CASE("labels without a palette have colours of their own", "[painting]") {
  host::Memory memory;
  std::vector<uint32_t> labels{0, 1, 2, 0};
  const Bytes pixels =
      bytes_of(run::painted(label_map(labels, 4'000'000'000, nullptr), memory, nullptr));
  const auto pixel = [&](size_t i) {
    return Bytes(pixels.begin() + 3 * i, pixels.begin() + 3 * i + 3);
  };
  CHECK(pixel(0) == pixel(3));
  CHECK(pixel(0) != pixel(1));
  CHECK(pixel(1) != pixel(2));
  CHECK(pixel(0) != pixel(2));
}

TEST_CASE("one channel becomes a picture of its own", "[painting]") {
  host::Memory memory;
  uint16_t samples[] = {1, 2, 3, 4, 0, 0, 5, 6, 7, 8, 0, 0};  // rows are longer than the picture
  pipeline_image image{};
  image.struct_size = sizeof image;
  image.width = image.height = 2;
  image.channels = 2;
  image.sample = PIPELINE_U16;
  image.colour = PIPELINE_COLOUR_LINEAR;
  image.alpha = PIPELINE_ALPHA_NONE;
  image.stride = 12;
  image.pixels = samples;
  const auto second = run::channel_of(image, 1, memory, nullptr);
  CHECK(second.image()->channels == 1);
  CHECK(second.image()->colour == PIPELINE_COLOUR_DATA);
  CHECK(bytes_of(second) == Bytes{2, 0, 4, 0, 6, 0, 8, 0});
}

TEST_CASE("an account that may not pass the limit gets no picture", "[painting]") {
  host::Memory memory;
  memory.set_limit(8);
  host::Account account;
  std::vector<uint8_t> labels(200);
  CHECK_FALSE(run::painted(label_map(labels, 1, nullptr), memory, &account));
  CHECK(account.was_refused());
}
