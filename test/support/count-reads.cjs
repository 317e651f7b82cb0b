// Loaded before the program (`node --require`): writes to the file READS_TO how many bytes it read below READS_BELOW.
const fs = require('node:fs');

const { READS_BELOW: below, READS_TO: to } = process.env;
const { openSync, closeSync, readSync, writeFileSync } = fs;
const files = new Set();
let bytes = 0;

fs.openSync = (path, ...more) => {
  const fd = openSync(path, ...more);
  if (String(path).startsWith(`${below}/`)) files.add(fd);
  return fd;
};
fs.closeSync = (fd) => {
  files.delete(fd);
  closeSync(fd);
};
fs.readSync = (fd, ...more) => {
  const got = readSync(fd, ...more);
  if (files.has(fd)) bytes += got;
  return got;
};
process.on('exit', () => writeFileSync(to, String(bytes)));
