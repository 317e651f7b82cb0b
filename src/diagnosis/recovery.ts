import type { Catalogue } from '../causes/catalogue.ts';
import type { Recovery } from '../causes/cause.ts';
import type { Observation } from './model.ts';

/** Areas of trouble on the way to a service, which any answer of that service closes. */
const ON_THE_WAY = new Set(['network', 'aws']);

/** Whether a success of this kind, later than the observation and within reach of it, closes it. */
export function recovers(recovery: Recovery, observation: Observation, catalogue: Catalogue): boolean {
  const area = catalogue.causes.get(observation.cause)?.area ?? '';
  const action = observation.subject?.kind === 'api' ? observation.subject.id : null;
  if (area === 'iam' && action !== null && action.includes(':'))
    return recovery.actions?.includes(action) === true;
  const named =
    recovery.causes?.includes(observation.cause) === true || recovery.areas?.includes(area) === true;
  if (ON_THE_WAY.has(area) && recovery.services !== undefined) {
    return observation.service === null
      ? named || recovery.services.includes('ssm')
      : recovery.services.includes(observation.service);
  }
  return named;
}
