import type { Category } from '../../dialogs/triage/answers.ts';
import type { TicketFile } from './port.ts';

/** One escalation, ready for any ticket system: complete, so that nothing need be asked again. */
export interface Ticket {
  /** `case:<id>:<n>`: the same key twice is the same ticket. */
  key: string;
  case: string;
  category: Category;
  /** One line: the code and the first verdict. */
  subject: string;
  /** Plain text. */
  body: string;
  requester: { name: string; id: string };
  createdAt: string;
  /** Given to systems that take files together with the ticket; the others get each by `attach`. */
  files?: TicketFile[];
}
