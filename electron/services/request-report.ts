import type { RequestReport } from '../../shared/account-settings.ts';
import type { RequestBudget } from '../sync/polling/request-budget.ts';
import type { AccountService } from './account/account-service.ts';

/** How much is asked of the cloud, for anyone to read. */
export interface RequestReportService {
  read(): RequestReport;
}

export interface RequestReportDeps {
  readonly budget: RequestBudget;
  readonly account: Pick<AccountService, 'whenSignedIn'>;
}

export const createRequestReport = ({
  budget,
  account,
}: RequestReportDeps): RequestReportService => ({
  read() {
    let nextPollAt: RequestReport['nextPollAt'] = null;
    account.whenSignedIn((sync) => (nextPollAt = sync.nextPollAt()));
    return {
      lastHour: budget.lastHour(),
      byKind: budget.byKind(),
      lastRefusal: budget.lastRefusal(),
      nextPollAt,
    };
  },
});
