import type { ServiceHost } from './host.ts';
import { Launchd } from './launchd.ts';
import type { ServiceManager } from './manager.ts';
import { Systemd } from './systemd.ts';
import { TaskScheduler } from './task-scheduler.ts';

/** What starts programs on this kind of machine. */
export function serviceManager(host: ServiceHost): ServiceManager {
  switch (host.platform) {
    case 'linux':
      return new Systemd(host);
    case 'macos':
      return new Launchd(host);
    case 'windows':
      return new TaskScheduler(host);
  }
}
