// Text -> tokens, by the rules of ANALYSIS.md: the same terms as the command line makes of it.
// Only queries are analysed here; what documents hold was analysed when the site was made.
"use strict";

ekskb.search = {};

(() => {
  const LONGEST = 100;
  const SPLIT_LIMIT = 300;
  const SHORT_PART = 5;
  const SHORTEST_STEM = 2;
  const FIRST = 0xac00;
  const FINALS_COUNT = 28;
  const MEDIALS_COUNT = 21;
  const RIEUL = 8;
  const LOOSE = "은을이는를가로에";
  const INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
  const MEDIALS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ";
  const FINALS = ["", ..."ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"];

  // White space as Python sees it; \s of JavaScript differs in a few characters.
  const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
  const ENDS = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, "g");
  const SPACES = new RegExp(`[${SPACE}]+`);
  const HANGUL = "\\uac00-\\ud7a3";
  const SCRIPTS = `${HANGUL}\\u1100-\\u1112\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff`;
  const WORD = `(?:(?![${SCRIPTS}])[\\p{L}\\p{N}_])`;
  const OUTER = /[/:@]+/;
  const INNER = /[.\-_/:@]+/;
  const CAMEL = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^A-Za-z0-9]+/gu;
  const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
  const LETTERS = /^\p{L}+$/u;
  const DIGITS = /^\p{Nd}+$/u;
  const CASED = "\\p{Uppercase}\\p{Lowercase}\\p{Lt}";
  const TITLE = "[\\p{Uppercase}\\p{Lt}]\\p{Lowercase}*";
  const TITLE_CASE = new RegExp(`^[^${CASED}]*${TITLE}(?:[^${CASED}]+${TITLE})*[^${CASED}]*$`, "u");
  const ASTRAL = /[\ud800-\udbff]/;
  const KEPT = ["ss", "us", "is", "os", "as"];
  const HISSES = ["sses", "shes", "ches", "xes", "zes"];

  // Lengths count characters, as in Python, not halves of pairs.
  const size = (text) => (ASTRAL.test(text) ? [...text].length : text.length);

  function cut(text, most) {
    if (text.length <= most) return text;
    return ASTRAL.test(text) ? [...text.slice(0, 2 * most)].slice(0, most).join("") : text.slice(0, most);
  }

  const trim = (text) => text.replace(ENDS, "");
  const split = (text) => text.split(SPACES).filter(Boolean);
  const fold = (text) => text.normalize("NFKC");
  const isAscii = (text) => /^[\x00-\x7f]*$/.test(text);
  const isHangul = (word) => word >= "\uac00" && word[0] <= "\ud7a3";

  // Whether a word is written in a script that is indexed by pairs of letters.
  function hasPairs(word) {
    const first = word[0] || "";
    return isHangul(word) || (first >= "\u3040" && first <= "\u30ff") || (first >= "\u3400" && first <= "\u9fff");
  }

  // The overlapping pairs of letters of a run; a single letter stands for itself.
  function pairsOf(run) {
    if (run.length === 1) return [run];
    return Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2));
  }

  // Initial, vowel and final of each syllable; the final is empty where there is none.
  function paddedLetters(word) {
    const spelt = [];
    for (const letter of word) {
      const code = letter.charCodeAt(0) - FIRST;
      if (code < 0 || code >= 11172) continue;
      spelt.push(INITIALS[Math.floor(code / (FINALS_COUNT * MEDIALS_COUNT))]);
      spelt.push(MEDIALS[Math.floor(code / FINALS_COUNT) % MEDIALS_COUNT]);
      spelt.push(FINALS[code % FINALS_COUNT]);
    }
    return spelt;
  }

  // The word spelt out in its letters, so that one wrong vowel is one edit.
  const letters = (word) => [...word].map((letter) => paddedLetters(letter).join("") || letter).join("");
  // The initial consonants: 재시작 -> ㅈㅅㅈ.
  const initials = (word) => [...word].map((letter) => paddedLetters(letter)[0] || letter).join("");

  // Python's islower, isupper and istitle for a word of letters.
  const isLower = (word) => /\p{Lowercase}/u.test(word) && !/[\p{Uppercase}\p{Lt}]/u.test(word);
  const isUpper = (word) => /\p{Uppercase}/u.test(word) && !/[\p{Lowercase}\p{Lt}]/u.test(word);
  const isPlainCase = (word) => isLower(word) || isUpper(word) || TITLE_CASE.test(word);

  function isCamel(part) {
    if (LETTERS.test(part)) return !isPlainCase(part);
    return size(part) > SHORT_PART && !DIGITS.test(part);
  }

  const hasVowel = (word) => /[aeiouy]/.test(word);
  const endsWithAny = (word, endings) => endings.some((ending) => word.endsWith(ending));

  // What a word shares with its inflected forms.
  function englishStem(word) {
    if (!/^[a-zA-Z]{4,}$/.test(word)) return word;
    let stem = withoutTense(withoutPlural(word));
    if (stem.endsWith("e") && stem.length > 4 && hasVowel(stem.slice(0, -1))) stem = stem.slice(0, -1);
    return stem.length > 3 && /[^aeiouy]y$/.test(stem) ? `${stem.slice(0, -1)}i` : stem;
  }

  function withoutPlural(word) {
    if (word.endsWith("ies") && word.length > 4) return `${word.slice(0, -3)}y`;
    if (endsWithAny(word, HISSES)) return word.slice(0, -2);
    return word.endsWith("s") && !endsWithAny(word, KEPT) ? word.slice(0, -1) : word;
  }

  function withoutTense(word) {
    const ending = ["ing", "ed"].find((end) => word.endsWith(end));
    if (!ending) return word;
    const stem = word.slice(0, -ending.length);
    if (stem.length < 3 || !hasVowel(stem)) return word;
    if (ending === "ed" && stem.endsWith("i")) return `${stem.slice(0, -1)}y`;
    const last = stem[stem.length - 1];
    return last === stem[stem.length - 2] && !"lsz".includes(last) ? stem.slice(0, -1) : stem;
  }

  class Analyzer {
    // `words`: the lists of particles, endings and weak words.
    constructor(words) {
      const list = (name) => words[name].split(" ");
      const particles = ["particles_after_consonant", "particles_after_vowel", "particles"].flatMap(list);
      const glued = [...new Set(particles)].sort((a, b) => b.length - a.length).join("|");
      this.chunkPattern = new RegExp(
        `(?<=[0-9A-Za-z)\\]\`'"*])(?<particle>${glued})(?![${HANGUL}])` +
          `|(?<hangul>[${HANGUL}]+)|(?<initials>[\\u1100-\\u1112]+)` +
          `|(?<ideographs>[\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff]+)` +
          `|(?<word>${WORD}+(?:[.\\-/:@]{1,3}${WORD}+)*)`,
        "gu",
      );
      this.weak = new Set([...list("weak_korean"), ...list("weak_english")]);
      this.rules = endingRules([
        [0, list("particles")],
        [0, list("endings")],
        [1, list("particles_after_consonant")],
        [2, list("particles_after_vowel")],
      ]);
    }

    // The words of folded text with their places.
    chunks(text) {
      const found = [];
      for (const match of text.matchAll(this.chunkPattern)) {
        if (match.groups.particle !== undefined) continue;
        const end = match.index + match[0].length;
        found.push({ text: match[0], initials: match.groups.initials !== undefined, start: match.index, end });
      }
      return found;
    }

    // The terms that one chunk is indexed under: itself first, then its stems and parts.
    wordTerms(chunk) {
      if (isHangul(chunk)) return this.hangulStems(cut(chunk, LONGEST));
      if (hasPairs(chunk)) return [cut(chunk, LONGEST)];
      return [...new Set(identifierTerms(chunk))];
    }

    hangulStems(word) {
      const stem = this.hangulStem(word);
      if (word.length !== 2 || !LOOSE.includes(word[1])) return [stem];
      const short = this.stripOnce(word, 1);
      return short === word ? [stem] : [stem, short];
    }

    // The word without one ending and one particle, if at least two letters stay.
    hangulStem(word) {
      return this.stripOnce(this.stripOnce(word, SHORTEST_STEM), SHORTEST_STEM);
    }

    stripOnce(word, shortest) {
      for (const [ending, need] of this.rules.get(word[word.length - 1]) || []) {
        const length = word.length - ending.length;
        if (length >= shortest && word.endsWith(ending) && fits(word.slice(0, length), ending, need)) {
          return word.slice(0, length);
        }
      }
      return word;
    }

    // Terms and letter pairs of a text in order of appearance: what the vectors show.
    tokens(text) {
      const folded = fold(text);
      const found = this.chunks(folded).filter((chunk) => !chunk.initials);
      const pairs = found.filter((chunk) => hasPairs(chunk.text)).flatMap((chunk) => pairsOf(chunk.text));
      const border = new RegExp(`([${HANGUL}]) (?=([${HANGUL}]))`, "g");
      for (const match of folded.matchAll(border)) pairs.push(match[1] + match[2]);
      return [found.flatMap((chunk) => this.wordTerms(chunk.text)), pairs];
    }
  }

  // Last letter -> [ending, needed end of the stem], the longest first.
  function endingRules(lists) {
    const table = new Map();
    for (const [need, endings] of lists) {
      for (const ending of endings) {
        const last = ending[ending.length - 1];
        if (!table.has(last)) table.set(last, []);
        table.get(last).push([ending, need]);
      }
    }
    const order = ([a, needA], [b, needB]) => b.length - a.length || (a < b ? 1 : a > b ? -1 : needB - needA);
    for (const rules of table.values()) rules.sort(order);
    return table;
  }

  // Need: 0 for any stem, 1 for a final consonant, 2 for none.
  function fits(stem, ending, need) {
    const final = (stem.charCodeAt(stem.length - 1) - FIRST) % FINALS_COUNT;
    if (need === 1) return final !== 0 && !(final === RIEUL && ending.startsWith("으로"));
    return need === 0 || final === 0 || (final === RIEUL && ending.startsWith("로"));
  }

  function* identifierTerms(chunk) {
    const bare = chunk.replace(/^_+|_+$/g, "");
    yield cut(chunk.toLowerCase(), LONGEST);
    if (size(chunk) > SPLIT_LIMIT || UUID.test(bare)) return;
    if (bare && bare !== chunk) yield cut(bare.toLowerCase(), LONGEST);
    if (LETTERS.test(bare) && isPlainCase(bare)) {
      yield cut(englishStem(bare.toLowerCase()), LONGEST);
      return;
    }
    for (const part of bare.split(OUTER)) if (part) yield* partTerms(part);
  }

  // Terms of what stands between slashes and colons: `aws-load-balancer-type`.
  function* partTerms(part) {
    yield cut(part.toLowerCase(), LONGEST);
    const leaves = part.split(INNER).filter(Boolean);
    const several = leaves.length > 1;
    if (several && leaves.length <= 4 && leaves.some((leaf) => LETTERS.test(leaf))) {
      yield cut(leaves.join("").toLowerCase(), LONGEST);
    }
    const dottedNumber = several && leaves.every((leaf) => DIGITS.test(leaf));
    for (const leaf of leaves) {
      if (dottedNumber && size(leaf) < 3) continue;
      yield cut(leaf.toLowerCase(), LONGEST);
      yield* pieceTerms(isCamel(leaf) ? leaf.match(CAMEL) : [leaf]);
    }
  }

  function* pieceTerms(pieces) {
    for (const [at, piece] of pieces.entries()) {
      if (pieces.length > 1 && size(piece) === 1) {
        // A lone capital belongs to what follows: OAuth, eBPF, iPhone.
        if (LETTERS.test(piece) && at + 1 < pieces.length) yield (piece + pieces[at + 1]).toLowerCase();
        continue;
      }
      yield cut(piece.toLowerCase(), LONGEST);
      yield cut(englishStem(piece.toLowerCase()), LONGEST);
    }
  }

  Object.assign(ekskb.search, {
    Analyzer, INITIALS, MEDIALS, FINALS, SPACE,
    cut, englishStem, fold, hasPairs, initials, isAscii, isHangul, letters, paddedLetters, pairsOf, size, split, trim,
  });
})();
