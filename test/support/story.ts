interface Line {
  /** Ms of `performance.now`. */
  at: number;
  conversation: string;
  what: string;
}

/** What went to and fro in each conversation, for the message of a test that fails once in a while only. */
export class Story {
  private readonly lines: Line[] = [];

  tell(conversation: string, what: string): void {
    this.lines.push({ at: performance.now(), conversation, what });
  }

  /** The last lines of a conversation up to a moment (ms of `performance.now`). */
  until(conversation: string, at: number): string {
    return this.lines
      .filter((line) => line.conversation === conversation && line.at <= at)
      .slice(-24)
      .map((line) => `  ${Math.round(line.at)} ${line.what}`)
      .join('\n');
  }
}
