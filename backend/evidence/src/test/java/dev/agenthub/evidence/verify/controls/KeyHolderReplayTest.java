package dev.agenthub.evidence.verify.controls;

import static dev.agenthub.evidence.SampleLog.ADA;
import static dev.agenthub.evidence.SampleLog.BEN;
import static dev.agenthub.evidence.SampleLog.data;
import static dev.agenthub.evidence.SampleLog.required;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.chain.EventType;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whoever was shown a key of an agent speaks for it, and approves nothing that it asks. */
class KeyHolderReplayTest extends GovernedLog {

    private void revokeKey(String key) {
        revokeKey(key, SampleLog.AGENT);
    }

    private void revokeKey(String key, UUID agent) {
        log.append(EventType.AGENT_KEY_REVOKED, data().put("agent", agent.toString()).put("key", key).build());
    }

    @Test
    void findsARunThatOnlyAHolderOfTheAgentsKeyApproved() throws IOException {
        showKey("k", ADA, null);
        log.request(OTHER, required(1)).approve(ADA, OTHER).run(OTHER);
        assertThat(codes()).containsExactly(Codes.RUN_SELF_APPROVED);
    }

    @Test
    void findsItAlsoWhereTheKeyWasRevokedOrShownBetweenRequestAndRun() throws IOException {
        showKey("k", ADA, null);
        log.request(OTHER, required(1));
        revokeKey("k");
        log.approve(ADA, OTHER).run(OTHER);
        log.request(CHANGE, required(1)).approve(BEN, CHANGE);
        showKey("l", BEN, null);
        log.run(CHANGE);
        assertThat(codes()).containsExactly(Codes.RUN_SELF_APPROVED, Codes.RUN_SELF_APPROVED);
    }

    @Test
    void freesNobodyByARevocationThatNamesAnotherAgent() throws IOException {
        showKey("k", ADA, null);
        revokeKey("k", SampleLog.id("another agent"));
        log.request(OTHER, required(1)).approve(ADA, OTHER).run(OTHER);
        assertThat(codes()).containsExactly(Codes.RUN_SELF_APPROVED);
        assertSameFromEverySavedState();
    }

    /** The log says of one key that it was issued for two agents. */
    @Test
    void endsAKeyForTheAgentThatItsRevocationNames() throws IOException {
        UUID another = SampleLog.id("another agent");
        log.append(EventType.AGENT_KEY_ISSUED, data().put("agent", another.toString()).put("key", "k")
                .put("shownTo", ADA.id().toString()).build());
        showKey("k", BEN, null);
        revokeKey("k");
        revokeKey("never shown");
        log.request(OTHER, required(2)).approve(ADA, OTHER).approve(BEN, OTHER).run(OTHER);
        assertThat(codes()).isEmpty();
        assertSameFromEverySavedState();
    }

    @Test
    void revokesAMembersKeyWhoeverTheRevocationNames() throws IOException {
        log.append(EventType.MEMBER_KEY_REVOKED,
                data().put("member", BEN.id().toString()).put("key", ADA.key()).build());
        log.request(OTHER, required(1)).approve(ADA, OTHER).run(OTHER);
        assertThat(codes()).containsExactly(Codes.KEY_REVOKED, Codes.RUN_WITHOUT_APPROVAL);
        log.request(CHANGE, required(1)).approve(BEN, CHANGE).run(CHANGE);
        assertThat(codes()).as("Ben's own key stays").containsExactly(Codes.KEY_REVOKED, Codes.RUN_WITHOUT_APPROVAL);
    }

    @Test
    void countsWhoHeldAKeyThatWasRevokedBeforeTheRequest() throws IOException {
        showKey("k", ADA, null);
        showKey("l", BEN, null);
        revokeKey("k");
        log.append(EventType.AGENT_DISABLED, data().put("agent", SampleLog.AGENT.toString()).build());
        log.request(OTHER, required(2)).approve(ADA, OTHER).approve(BEN, OTHER).run(OTHER);
        assertThat(codes()).isEmpty();
    }
}
