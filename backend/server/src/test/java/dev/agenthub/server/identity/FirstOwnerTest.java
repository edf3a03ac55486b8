package dev.agenthub.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.EnrolRequest;
import dev.agenthub.api.SignatureAlgorithm;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.evidence.statement.Ed25519Keys;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestDatabase;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.organizations.OrganizationCreator;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the codes for an organization's first owner. */
class FirstOwnerTest {
    private static final List<String> GROUPS = List.of("first-owners");

    private final TestBackend backend = TestBackend.get();
    private final UUID org = TestDatabase.organization();

    @BeforeEach
    void openLog() {
        backend.database().transactions().run(OrgContext.system(org),
                handle -> OrganizationCreator.openLog(handle, org, backend.audit()));
    }

    private String code() {
        return backend.invitations().forFirstOwner(org, GROUPS).orElseThrow().code();
    }

    private TestClient.Answer enrol(String code) {
        return new TestClient(backend.uri(), null).post("/v1/enrolments", EnrolRequest.of(code, "Mallory",
                SignatureAlgorithm.ED25519, Ed25519Keys.publicKey(Ids.randomBytes(32))));
    }

    /** Two backends can make a code each at the same moment, neither of which ends the other. */
    @Test
    void refusesASecondCodeOnceThereIsAnOwner() {
        String first = code();
        String second = code();
        backend.database().transactions().run(OrgContext.system(org),
                handle -> handle.createUpdate("update invitation set expires_at = :later where org_id = :org")
                        .bind("org", org).bind("later", backend.clock().instant().plus(Duration.ofHours(1))).execute());

        TestMember.enrol(backend.uri(), second, "Ada");

        assertThat(enrol(first).code()).isEqualTo("INVITATION_INVALID");
        assertThat(backend.invitations().forFirstOwner(org, GROUPS)).isEmpty();
    }

    @Test
    void makesTheGroupsThatTheFirstOwnerIsIn() {
        TestMember ada = TestMember.enrol(backend.uri(), code(), "Ada");
        assertThat(ada.client().get("/v1/groups").body()).contains("first-owners");
    }

    @Test
    void endsTheEarlierCodeWithTheNextOne() {
        String first = code();
        String second = code();
        assertThat(enrol(first).code()).isEqualTo("INVITATION_INVALID");
        TestMember.enrol(backend.uri(), second, "Ada");
    }

    private String kept(String text) {
        return backend.invitations().forFirstOwner(org, GROUPS, text).orElseThrow().code();
    }

    @Test
    void givesOutAKeptCodeAgainAndNoneOfAnotherSecret() {
        String code = code();
        assertThat(kept(code)).isEqualTo(code);

        int at = code.length() - 10;
        String altered = code.substring(0, at) + (code.charAt(at) == 'A' ? 'B' : 'A') + code.substring(at + 1);
        assertThat(kept(altered)).isNotEqualTo(altered).isNotEqualTo(code);
    }
}
