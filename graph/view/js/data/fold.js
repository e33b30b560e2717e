/**
 * A text as search compares it: without case, accents, punctuation and runs of spaces.
 * @param {string} text
 */
export function fold(text) {
  const plain = text.toLowerCase().replace(/ß/g, "ss").normalize("NFKD").replace(/\p{M}/gu, "");
  return plain.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}
