// SPDX-License-Identifier: Apache-2.0
// A folder of a test's own, and a picture to put into it.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "support/stage.hpp"

namespace pipeline::test {

// A fresh folder, gone with its scope.
class Folder {
 public:
  explicit Folder(const std::string& name)
      : path_(std::filesystem::temp_directory_path() /
              ("pipeline_" + name + std::to_string(getpid()))) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~Folder() {
    std::error_code none;
    std::filesystem::remove_all(path_, none);
  }
  Folder(const Folder&) = delete;

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
  }
  std::string read(const std::string& name) const { return read_file((path_ / name).string()); }
  bool has(const std::string& name) const { return std::filesystem::exists(path_ / name); }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// A small picture as binary PPM: rings and stripes, flat areas and soft ones.
inline std::string small_picture(int width = 64, int height = 48) {
  std::string text = "P6 " + std::to_string(width) + " " + std::to_string(height) + " 255\n";
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const int dx = x - width / 3, dy = y - height / 2;
      const bool disc = dx * dx + dy * dy < height * height / 9;
      const bool stripe = x > width * 2 / 3 && (y / 6) % 2 == 0;
      text += static_cast<char>(disc ? 220 : stripe ? 30 : 90);
      text += static_cast<char>(disc ? 60 : stripe ? 90 : 120 + y);
      text += static_cast<char>(disc ? 40 : stripe ? 200 : 140);
    }
  }
  return text;
}

}  // namespace pipeline::test
