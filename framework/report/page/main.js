// SPDX-License-Identifier: Apache-2.0
showTop();
showVerdict();
showPictures();
showTimes();
showTrade();
showNumbers();
showMethod();
