import { readFileSync } from "node:fs";

/** A file's text, or why there is none, to follow the file's name: "is a folder". */
type TextFile = { text: string } | { trouble: string; isMissing: boolean };

/** Reads a text file as UTF-8, without the byte order mark some editors put first. Never throws. */
export function readText(file: string): TextFile {
  try {
    return decode(readFileSync(file));
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    return { trouble: troubles[code] ?? `cannot be read (${code || message})`, isMissing: code === "ENOENT" };
  }
}

const troubles: Record<string, string> = {
  ENOENT: "is not there",
  ENOTDIR: "is not there",
  EISDIR: "is a folder, not a file",
  EACCES: "may not be read by this user",
  EPERM: "may not be read by this user",
  ELOOP: "is a link that leads in a circle",
};

function decode(bytes: Buffer): TextFile {
  if (isUtf16(bytes)) {
    return {
      trouble: "is saved as UTF-16, and must be UTF-8 (choose that when you save it)",
      isMissing: false,
    };
  }
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return { trouble: "is not UTF-8 text (choose that when you save it)", isMissing: false };
  }
}

/** By its byte order mark; without one, every second byte of plain English is zero. */
function isUtf16(bytes: Buffer): boolean {
  const [first, second] = bytes;
  const isMarked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return isMarked || (bytes.length > 1 && (first === 0 || second === 0));
}
