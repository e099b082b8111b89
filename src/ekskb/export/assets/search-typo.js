// Words that nobody wrote -> words that somebody did: by prefix, keyboard layout, edits and sound.
"use strict";

(() => {
  const { INITIALS, MEDIALS, FINALS } = ekskb.search;
  const { englishStem, isAscii, isHangul, letters, paddedLetters, pairsOf, size } = ekskb.search;
  const ROWS_A_SLICE = 4000;

  // A conjoining initial (what NFKC makes of ㅈ typed alone) as the letter that is written.
  const plainLetter = (letter) => INITIALS[letter.charCodeAt(0) - 0x1100] || letter;

  const squeeze = (text) => text.replace(/(.)\1+/g, "$1");

  // Optimal string alignment distance; anything above `most` is told as `most` + 1.
  function editDistance(left, right, most) {
    if (Math.abs(left.length - right.length) > most) return most + 1;
    let before = [];
    let last = Array.from({ length: right.length + 1 }, (_, at) => at);
    for (let i = 1; i <= left.length; i += 1) {
      const row = [i];
      let least = i;
      for (let j = 1; j <= right.length; j += 1) {
        let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (left[i - 1] === right[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) {
          cost = Math.min(cost, before[j - 2] + 1);
        }
        row.push(cost);
        if (cost < least) least = cost;
      }
      if (least > most) return most + 1;
      before = last;
      last = row;
    }
    return Math.min(last[right.length], most + 1);
  }

  // [length, letters as a bit mask, spelt out, the word]: what rules out most words at once.
  function makeRow(spelt, word) {
    let mask = 0;
    for (let at = 0; at < spelt.length; at += 1) mask |= 1 << (spelt.charCodeAt(at) & 31);
    return [spelt.length, mask, spelt, word];
  }

  function bitCount(bits) {
    let count = 0;
    for (let rest = bits; rest; rest &= rest - 1) count += 1;
    return count;
  }

  class Typos {
    constructor(tables, analyzer, shelf) {
      this.tables = tables;
      this.most = tables.constants;
      this.analyzer = analyzer;
      this.shelf = shelf;
      this.rules = tables.soundRules.map(([pattern, sound]) => [new RegExp(pattern, "g"), sound]);
      this.rows = new Map();
      this.sounds = new Map();
      this.fixes = new Map();
    }

    // What `chunk` may have meant, best first: [word, weight]; empty if nothing is near.
    *repairs(chunk, word, otherWords, byEar) {
      const typed = this.fromKeyboard(chunk);
      if (typed) {
        const found = yield* this.typedFix(this.analyzer.hangulStem(typed), otherWords);
        if (found) return [found];
      }
      if (!this.fixes.has(word)) {
        let found = yield* this.nearWords(word, otherWords);
        if (!found.length && byEar) found = yield* this.alikeWords(word);
        this.fixes.set(word, found);
      }
      return this.fixes.get(word);
    }

    *typedFix(stem, otherWords) {
      if (yield* this.shelf.count("words", stem)) return [stem, 1];
      if (otherWords.includes(stem)) return [stem, 1];
      if ((yield* this.shelf.prefixed("words", stem, 1)).length) return [stem, 1];
      if (stem.length < 2) return null;
      for (const pair of pairsOf(stem)) if (!(yield* this.shelf.count("pairs", pair))) return null;
      return [stem, 0.9];
    }

    // Korean typed with the Latin layout on: `wotlwkr` -> 재시작. Empty if it makes no syllables.
    fromKeyboard(word) {
      if (!/^[A-Za-z]{4,40}$/.test(word)) return "";
      const { keys } = this.tables;
      const spelt = [...word].map((key) => keys[key] || keys[key.toLowerCase()] || "");
      if (!spelt.every(Boolean)) return "";
      let text = "";
      for (let at = 0; at < spelt.length; ) {
        const [syllable, next] = this.syllable(spelt, at);
        if (!syllable) return "";
        text += syllable;
        at = next;
      }
      return text.length > 1 ? text : "";
    }

    // [one syllable, where the next begins], or an empty string.
    syllable(spelt, start) {
      let at = start;
      const first = INITIALS.indexOf(spelt[at]);
      if (at + 1 >= spelt.length || first < 0 || !MEDIALS.includes(spelt[at + 1])) return ["", at];
      let medial = spelt[at + 1];
      at += 2;
      if (at < spelt.length && medial + spelt[at] in this.tables.paired) {
        medial = this.tables.paired[medial + spelt[at]];
        at += 1;
      }
      let final = "";
      if (closes(spelt, at)) {
        final = spelt[at];
        at += 1;
        if (closes(spelt, at) && final + spelt[at] in this.tables.finalPairs) {
          final = this.tables.finalPairs[final + spelt[at]];
          at += 1;
        }
      }
      const code = (first * MEDIALS.length + MEDIALS.indexOf(medial)) * FINALS.length + FINALS.indexOf(final);
      return [String.fromCharCode(0xac00 + code), at];
    }

    // Edits that a word may hold: of its letters, for Hangul by the number of syllables.
    allowed(length, hangul) {
      if (length > this.most.longest) return 0;
      if (hangul) return length < 3 ? 0 : length < 5 ? 1 : 2;
      return length < 4 ? 0 : length < 6 ? 1 : length < 13 ? 2 : 3;
    }

    *nearWords(word, otherWords) {
      const hangul = isHangul(word);
      const spelt = hangul ? letters(word) : word;
      const most = this.allowed(size(word), hangul);
      if (!most) return [];
      for (const pool of yield* this.pools(word, most, otherWords)) {
        const found = yield* this.nearest(spelt, pool, most);
        if (!found.length) continue;
        const ranked = [];
        for (const [far, near] of found) ranked.push([far, -(yield* this.shelf.count("words", near)), near]);
        ranked.sort((a, b) => a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : a[2] > b[2] ? 1 : 0));
        const best = ranked[0][0];
        const offered = ranked.slice(0, this.most.most).filter(([far]) => far <= best);
        return offered.map(([far, , near]) => [near, 0.9 - 0.1 * far]);
      }
      return [];
    }

    // Vocabulary to look through: first what begins alike, then the rest.
    *pools(word, most, otherWords) {
      if (isHangul(word)) {
        const others = otherWords.map((other) => makeRow(letters(other), other));
        return [[...(yield* this.rowsOf("hangul")), ...others]];
      }
      if (!/^[0-9a-z]/i.test(word) && size(word) <= this.most.sure_first) return [];
      const lengths = Array.from({ length: 2 * most + 1 }, (_, at) => String(size(word) - most + at));
      yield* this.shelf.fetchVocabulary(lengths);
      const all = [];
      for (const length of lengths) for (const row of yield* this.rowsOf(length)) all.push(row);
      const alike = all.filter((row) => row[3][0] === word[0]);
      return size(word) > this.most.sure_first ? [alike, all] : [alike];
    }

    // Rows of the words of so many letters, or of the Hangul words.
    *rowsOf(group) {
      if (!this.rows.has(group)) {
        const spell = group === "hangul" ? letters : (word) => word;
        const words = yield* this.shelf.vocabulary(group);
        const rows = [];
        for (const [at, word] of words.entries()) {
          rows.push(makeRow(spell(word), word));
          if (at % ROWS_A_SLICE === ROWS_A_SLICE - 1) yield;
        }
        this.rows.set(group, rows);
      }
      return this.rows.get(group);
    }

    *nearest(spelt, pool, allowed) {
      let most = allowed;
      const [length, mask] = makeRow(spelt, spelt);
      const found = [];
      for (const [at, [rowLength, rowMask, other, word]] of pool.entries()) {
        if (at % ROWS_A_SLICE === ROWS_A_SLICE - 1) yield;
        // A letter put in, left out or replaced changes at most two bits of the mask.
        if (Math.abs(rowLength - length) > allowed || bitCount(mask ^ rowMask) > 2 * allowed) continue;
        const far = editDistance(spelt, other, most);
        if (far > most) continue;
        found.push([far, word]);
        most = far;
      }
      return found;
    }

    // Words of the other script that sound the same: 깃이그노어, gitignore.
    *alikeWords(word) {
      const hangul = isHangul(word);
      const plain = /^[A-Za-z]+$/.test(word) && word.length <= this.most.longest;
      const sound = hangul ? this.hangulSound(word) : plain ? this.englishSound(word) : "";
      if (sound.length < this.most.shortest || size(word) < this.most.shortest) return [];
      let alike;
      if (hangul) {
        if (this.tables.spokenEndings.some((ending) => word.endsWith(ending))) return [];
        // An English word has more letters than Korean gives it syllables.
        const least = word.length * this.most.letters_per_syllable;
        alike = (yield* this.englishAlike(sound)).filter((other) => size(other) >= least);
      } else {
        alike = (yield* this.hangulSounds()).get(sound) || [];
      }
      const stems = new Set(alike.map(englishStem));
      const ranked = [];
      for (const other of alike) {
        if (stems.has(other) && englishStem(other) !== other) continue;
        ranked.push([-(yield* this.shelf.count("words", other)), other]);
      }
      ranked.sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0));
      return ranked.slice(0, this.most.most).map(([, other]) => [other, this.most.alike]);
    }

    // English words of this sound: as they were worked out when the site was made.
    *englishAlike(sound) {
      const firsts = `${this.tables.firstLetters[sound[0]]}aeiouyhw`;
      const words = yield* this.shelf.vocabulary(sound[0]);
      const alike = words.filter((row) => row.startsWith(`${sound},`)).map((row) => row.slice(sound.length + 1));
      return alike.filter((word) => firsts.includes(word[0]));
    }

    *hangulSounds() {
      if (!this.sounds.has("hangul")) {
        const words = (yield* this.shelf.vocabulary("hangul")).filter((word) => word.length >= this.most.shortest);
        this.sounds.set("hangul", yield* collected(words, (word) => this.hangulSound(word)));
      }
      return this.sounds.get("hangul");
    }

    // The consonant classes of a Hangul word: initial, vowel, final; ㅅ closing a syllable sounds as t.
    hangulSound(word) {
      const classes = this.tables.hangulSounds;
      const sounds = paddedLetters(word).map((letter, at) => {
        if (!(letter in classes) || (letter === "ㅇ" && at % 3 === 0)) return "";
        return letter === "ㅅ" && at % 3 === 2 ? "T" : classes[letter];
      });
      return squeeze(sounds.join(""));
    }

    // The consonant classes of an English word as Korean would write it.
    englishSound(word) {
      let sound = word;
      for (const [pattern, spelt] of this.rules) sound = sound.replace(pattern, spelt);
      const classes = this.tables.soundClasses;
      return squeeze([...sound].map((letter) => classes[letter] || letter).join(""));
    }
  }

  // Sound -> words of this sound.
  function* collected(words, soundOf) {
    const table = new Map();
    for (const [at, word] of words.entries()) {
      const sound = soundOf(word);
      if (!table.has(sound)) table.set(sound, []);
      table.get(sound).push(word);
      if (at % ROWS_A_SLICE === ROWS_A_SLICE - 1) yield;
    }
    return table;
  }

  // Whether the consonant at `at` ends a syllable: no vowel follows it.
  function closes(spelt, at) {
    if (at >= spelt.length || !FINALS.includes(spelt[at])) return false;
    return at + 1 >= spelt.length || !MEDIALS.includes(spelt[at + 1]);
  }

  Object.assign(ekskb.search, { Typos, editDistance, plainLetter });
})();
