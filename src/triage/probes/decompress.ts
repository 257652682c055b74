import {
  brotliDecompressSync,
  constants,
  inflateRawSync,
  inflateSync,
  unzipSync,
  zstdDecompressSync,
} from "node:zlib";

type Decompressed = { bytes: Buffer } | { trouble: "too_large" | "bad_utf8" };

/**
 * Decodes a body as its content-encoding says, gzip also when it says nothing. Of a body cut off it gives what can be
 * decoded; one that grows beyond `maxBytes` is too large.
 */
export function decompress(bytes: Buffer, encoding: string | undefined, maxBytes: number): Decompressed {
  const named = (encoding ?? "")
    .toLowerCase()
    .split(",")
    .map((name) => name.trim());
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const steps = named.filter((name) => name !== "" && name !== "identity").toReversed();
  if (steps.length === 0 && isGzip) steps.push("gzip");
  try {
    return { bytes: steps.reduce((rest, name) => decode(name, rest, maxBytes), bytes) };
  } catch (error) {
    const isLarge = (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    return { trouble: isLarge ? "too_large" : "bad_utf8" };
  }
}

function decode(name: string, bytes: Buffer, maxOutputLength: number): Buffer {
  if (bytes.length === 0) return bytes;
  const cutOff = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength };
  switch (name) {
    case "gzip":
    case "x-gzip":
      return unzipSync(bytes, cutOff);
    case "deflate":
      // Some servers leave the wrapper out that the standard asks for.
      return (bytes[0]! & 0x0f) === 8 ? inflateSync(bytes, cutOff) : inflateRawSync(bytes, cutOff);
    case "br":
      return brotliDecompressSync(bytes, { finishFlush: constants.BROTLI_OPERATION_FLUSH, maxOutputLength });
    case "zstd":
      return zstdDecompressSync(bytes, { maxOutputLength });
    default:
      throw new Error(`No decoder for ${name}`);
  }
}
