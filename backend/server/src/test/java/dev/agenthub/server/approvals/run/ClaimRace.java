package dev.agenthub.server.approvals.run;

import static org.awaitility.Awaitility.await;

import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.server.DatabaseLocks;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestOrganization;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** Claims an approved request while another transaction has made a change and not committed it. */
public final class ClaimRace {

    private ClaimRace() {}

    /** The result of the claim; runs must be held. */
    public static Claim claimWhile(TestOrganization org, UUID request, Consumer<Handle> change) throws Exception {
        TestBackend backend = TestBackend.get();
        OrgContext system = OrgContext.system(org.org());
        try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Claim> claim = backend.database().transactions().call(system, handle -> {
                change.accept(handle);
                Future<Claim> begun = thread.submit(() -> backend.database().transactions().call(system,
                        other -> backend.claims().claim(other, org.org(), request)));
                await().until(() -> begun.isDone() || DatabaseLocks.somebodyWaits());
                return begun;
            });
            return claim.get();
        }
    }
}
