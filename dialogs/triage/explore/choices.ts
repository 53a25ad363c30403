/** Something a run may ask for, with the values it may have. */
export interface Question<T = unknown> {
  readonly name: string;
  readonly options: readonly T[];
}

/** Whoever answers what a run asks for. */
export interface Answers {
  of<T>(question: Question<T>): T;
  given<T>(question: Question<T>): T | undefined;
}

interface Asked {
  question: Question;
  at: number;
}

/**
 * Every way a run can go: what it asks for gets one of its possible values, and the run is repeated until each value
 * of each question was given. A question asked twice in a run has one answer. With the same answers a run asks the
 * same next question, or stops asking: then its result is that of all the answers it did not ask for.
 */
export class Choices implements Answers {
  readonly #path: Asked[] = [];
  readonly #answers = new Map<Question, unknown>();
  #depth = 0;
  /** Rises with every run. */
  run = 0;

  /** All results of `run`, one for each way through its questions. */
  *all<T>(run: () => T): Generator<T> {
    this.#path.length = 0;
    do {
      this.#answers.clear();
      this.#depth = 0;
      this.run++;
      yield run();
    } while (this.#turn());
  }

  /** The answer in this run; what is not asked for has none. */
  of<T>(question: Question<T>): T {
    if (this.#answers.has(question)) return this.#answers.get(question) as T;
    let asked = this.#path[this.#depth];
    if (asked === undefined) {
      asked = { question, at: 0 };
      this.#path.push(asked);
    } else if (asked.question !== question) {
      throw new Error(`the run is not deterministic: ${question.name} instead of ${asked.question.name}`);
    }
    this.#depth++;
    const value = question.options[asked.at];
    this.#answers.set(question, value);
    return value as T;
  }

  /** The answer to a question that this run has asked, without asking it. */
  given<T>(question: Question<T>): T | undefined {
    return this.#answers.get(question) as T | undefined;
  }

  /** What this run asked for so far. */
  made(): ReadonlyMap<string, unknown> {
    return new Map([...this.#answers].map(([{ name }, value]) => [name, value]));
  }

  /** To the next way; false after the last one. */
  #turn(): boolean {
    this.#path.length = this.#depth;
    for (let last = this.#path.at(-1); last; last = this.#path.at(-1)) {
      last.at++;
      if (last.at < last.question.options.length) return true;
      this.#path.pop();
    }
    return false;
  }
}
