package dev.agenthub.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.server.TestDatabase;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Work that one of several backends does for an organization. */
class LeasesTest {
    private final UUID org = TestDatabase.organization();
    private final Leases one = new Leases(BackendInstance.shared());
    private final Leases other = new Leases(BackendInstance.shared());

    private boolean takes(Leases leases, String name) {
        return TestDatabase.get().database().transactions().call(OrgContext.system(org),
                handle -> leases.take(handle, org, name, Duration.ofMinutes(1)));
    }

    private void endsIn(String time) throws Exception {
        TestDatabase.tamper("update hub.lease set lease_until = clock_timestamp() + interval '" + time
                + "' where org_id = '" + org + "'");
    }

    @Test
    void staysWithItsHolderWhoProlongsItUntilItEnds() throws Exception {
        assertThat(takes(one, "sweep")).isTrue();
        assertThat(takes(other, "sweep")).isFalse();
        assertThat(takes(other, "publish")).as("other work").isTrue();

        endsIn("10 seconds");
        assertThat(takes(other, "sweep")).isFalse();
        assertThat(takes(one, "sweep")).as("less than half of it is left").isTrue();
        endsIn("-1 second");
        assertThat(takes(other, "sweep")).isTrue();
        assertThat(takes(one, "sweep")).isFalse();
    }

    @Test
    void isEverybodysWhereNoOtherBackendCanBe() {
        assertThat(takes(other, "sweep")).isTrue();
        assertThat(takes(new Leases(BackendInstance.single()), "sweep")).isTrue();
    }
}
