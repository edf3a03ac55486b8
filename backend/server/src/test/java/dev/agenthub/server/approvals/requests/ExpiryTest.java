package dev.agenthub.server.approvals.requests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestState;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import dev.agenthub.server.approvals.run.Claim;
import dev.agenthub.server.approvals.run.Claims;
import dev.agenthub.server.events.EventStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests the exact microsecond at which a request expires. */
class ExpiryTest {
    private final TestBackend backend = TestBackend.get();
    private final TestOrganization org = new TestOrganization();
    private final TestMember bea = org.approver("Bea", "approvers");
    private final UUID request = org.submit("tickets.create");
    private final Instant expiresAt = bea.detail(request).summary().expiresAt();
    private final Instant lastMoment = expiresAt.minus(1, ChronoUnit.MICROS);

    @Test
    void sweepsWhatWaitsFromThatMicrosecondOn() {
        assertThat(at(lastMoment).sweep(org.org())).isZero();
        assertThat(at(expiresAt).sweep(org.org())).isEqualTo(1);

        assertThat(org.status(request).state()).isEqualTo(RequestState.EXPIRED);
    }

    @Test
    void endsOnTouchWhatWaitsFromThatMicrosecondOn() {
        at(lastMoment).touch(org.org(), request);
        assertThat(org.status(request).state()).isEqualTo(RequestState.PENDING);
        at(expiresAt).touch(org.org(), request);

        assertThat(org.status(request).state()).isEqualTo(RequestState.EXPIRED);
    }

    @Test
    void claimsWhatIsApprovedUntilTheMicrosecondBefore() {
        try (var _ = backend.holdRuns()) {
            bea.approve(request).as(RequestDetail.class);

            assertThat(claimAt(lastMoment)).isInstanceOf(Claim.Granted.class);
        }
    }

    @Test
    void claimsNothingFromThatMicrosecondOn() {
        try (var _ = backend.holdRuns()) {
            bea.approve(request).as(RequestDetail.class);

            assertThat(claimAt(expiresAt)).isEqualTo(new Claim.Refused("RUN_EXPIRED"));
        }
    }

    @Test
    void leavesAnApprovedActionToItsClaimWhichSaysWhyItIsRefused() {
        try (var _ = backend.holdRuns()) {
            bea.approve(request).as(RequestDetail.class);

            assertThat(at(expiresAt).sweep(org.org())).isZero();
            assertThat(org.status(request).state()).isEqualTo(RequestState.APPROVED);
        }
    }

    private Expiry at(Instant now) {
        return new Expiry(backend.database().transactions(), backend.audit(), new EventStream(), fixed(now));
    }

    private Claim claimAt(Instant now) {
        Claims claims = new Claims(backend.audit(), new EventStream(), fixed(now));
        return backend.database().transactions().call(OrgContext.system(org.org()),
                handle -> claims.claim(handle, org.org(), request));
    }

    private static Clock fixed(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }
}
