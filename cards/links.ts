import type { StepView } from '../dialogs/triage/view.ts';
import { link } from './actions.ts';
import type { LinkAction } from './models.ts';
import { answerText, codeText, isStep, lengthText, type Params, say, stepName } from './texts.ts';

/** Microsoft's own pages; nothing else is ever linked but the company's OneDrive. */
const pages = {
  personalWeb: 'https://onedrive.live.com',
  workWeb: 'https://login.microsoftonline.com',
  download: 'https://www.microsoft.com/microsoft-365/onedrive/download',
  codes: 'https://support.microsoft.com/en-us/onedrive/what-do-the-onedrive-error-codes-mean',
  endpoints: 'https://learn.microsoft.com/microsoft-365/enterprise/urls-and-ip-address-ranges',
} as const;

/** The view names one address, for the account it knows or supposes; this is the one for work accounts. */
function workUrl(view: StepView): string {
  const url = view.params.oneDriveUrl;
  return url === undefined || url === pages.personalWeb ? pages.workWeb : url;
}

/** Ids that stand where there is no code to show. */
const wordless = ['unknown', 'sync-pending', 'not-onedrive', 'mobile'];

/**
 * The view's params, with what the texts need besides: both web addresses, the meaning of the code, and
 * the names of the rows that fixed it, now or last time.
 */
export function paramsOf(view: StepView): Params {
  const { code = 'unknown', fixedBy, recurring, remindIn } = view.params;
  const about = view.step === 'code-help' ? codeText(view.tags.includes('mobile') ? 'mobile' : code) : {};
  return {
    ...view.params,
    ...about,
    code: wordless.includes(code) ? undefined : code,
    workUrl: workUrl(view),
    personalUrl: pages.personalWeb,
    fixedBy: isStep(fixedBy) ? stepName(fixedBy) : undefined,
    recurring: isStep(recurring) ? stepName(recurring) : undefined,
    last: lastAnswer(view),
    remindIn: remindIn === undefined ? undefined : lengthText(Number(remindIn)),
  };
}

/** Where a returning user stopped, in one line. */
function lastAnswer(view: StepView): string | undefined {
  const last = view.trail.findLast(({ answer }) => answer !== 'pause' && answer !== 'resume');
  return last && `${stepName(last.step)}: ${answerText(last)}`;
}

/** OneDrive on the web, for the account where it is known, else for both kinds. */
function webLinks(view: StepView): LinkAction[] {
  const personal = view.tags.includes('personal-account');
  const work = view.tags.includes('work-account');
  return [
    ...(personal ? [] : link(say('openWork'), workUrl(view))),
    ...(work ? [] : link(say('openPersonal'), pages.personalWeb)),
  ];
}

/** The links of a step; the ways out lead to OneDrive on the web. */
export function linksOf(view: StepView): LinkAction[] {
  switch (view.step) {
    case 'internet':
    case 'backup':
    case 'other-device':
    case 'escalated':
    case 'closed':
      return webLinks(view);
    case 'reinstall':
      return link(say('openDownload'), pages.download);
    case 'put-back':
      return link(say('openEndpoints'), pages.endpoints);
    case 'code-help':
      return view.tags.includes('mobile') ? webLinks(view) : link(say('openCodes'), pages.codes);
    default:
      return [];
  }
}
