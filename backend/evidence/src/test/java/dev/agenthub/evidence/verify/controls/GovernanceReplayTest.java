package dev.agenthub.evidence.verify.controls;

import static dev.agenthub.evidence.SampleLog.ADA;
import static dev.agenthub.evidence.SampleLog.BEN;
import static dev.agenthub.evidence.SampleLog.data;
import static dev.agenthub.evidence.SampleLog.required;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.policy.GovernanceDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** From the first governance policy on, what it covers happens only as others have approved it. */
class GovernanceReplayTest extends GovernedLog {

    @Test
    void acceptsAChangeThatOthersApproved() throws IOException {
        publish(data().build(), null);
        approvedPublication();
        assertThat(codes()).isEmpty();
    }

    @Test
    void findsAChangeThatNobodyProposed() throws IOException {
        govern(RULES, null);
        publish(ALLOW_ALL, null);
        log.change(ADMIN, true, "approvers");
        log.append("group.created", data().put("group", "mine").build());
        govern(NO_RULES, null);
        assertThat(codes()).containsExactly(Codes.CHANGE_WITHOUT_APPROVAL, Codes.CHANGE_WITHOUT_APPROVAL,
                Codes.CHANGE_WITHOUT_APPROVAL, Codes.CHANGE_WITHOUT_APPROVAL);
    }

    @Test
    void findsAChangeBehindAProposalThatWasNotApplied() throws IOException {
        govern(RULES, null);
        propose(CHANGE, "policy.publish", policy(ALLOW_ALL), 1);
        approve(ADA, CHANGE);
        publish(ALLOW_ALL, CHANGE);
        assertThat(codes()).containsExactly(Codes.CHANGE_WITHOUT_APPROVAL);
    }

    @Test
    void findsAnotherChangeThanTheOneApproved() throws IOException {
        govern(RULES, null);
        propose(CHANGE, "policy.publish", policy(data().build()), 1);
        approve(ADA, CHANGE);
        apply(CHANGE, "policy.publish");
        publish(ALLOW_ALL, CHANGE);
        assertThat(codes()).containsExactly(Codes.CHANGE_WITHOUT_APPROVAL);
    }

    @Test
    void findsASecondChangeBehindOneProposal() throws IOException {
        approvedPublication();
        publish(ALLOW_ALL, CHANGE);
        assertThat(codes()).containsExactly(Codes.CHANGE_WITHOUT_APPROVAL);
    }

    @Test
    void findsAProposalThatIsAppliedTwice() throws IOException {
        approvedPublication();
        apply(CHANGE, "policy.publish");
        assertThat(codes()).containsExactly(Codes.CHANGE_WITHOUT_APPROVAL);
    }

    @Test
    void findsAChangeOfAnotherKindThanItsProposal() throws IOException {
        govern(RULES, null);
        propose(CHANGE, "policy.publish", policy(ALLOW_ALL), 1);
        approve(ADA, CHANGE);
        apply(CHANGE, "member.change");
        assertThat(codes()).containsExactly(Codes.CHANGE_WITHOUT_APPROVAL);
    }

    @Test
    void findsAProposalThatOnlyItsProposerApproved() throws IOException {
        log.join(ADMIN, "approvers");
        govern(RULES, null);
        propose(CHANGE, "policy.publish", policy(ALLOW_ALL), 1);
        approve(ADMIN, CHANGE);
        apply(CHANGE, "policy.publish");
        assertThat(codes()).containsExactly(Codes.CHANGE_WITHOUT_APPROVAL);
    }

    @Test
    void findsAProposalThatAskedForLessThanTheRules() throws IOException {
        JsonObject two = (JsonObject) JsonValue.parse(new String(RULES.canonicalBytes(), StandardCharsets.UTF_8)
                .replace("\"count\":1", "\"count\":2").getBytes(StandardCharsets.UTF_8));
        govern(two, null);
        propose(CHANGE, "policy.publish", policy(ALLOW_ALL), 1);
        approve(ADA, CHANGE);
        apply(CHANGE, "policy.publish");
        assertThat(codes()).containsExactly(Codes.RUN_POLICY_MISMATCH, Codes.CHANGE_WITHOUT_APPROVAL);
    }

    @Test
    void findsAProposalUnderAGovernancePolicyThatWasNotInForce() throws IOException {
        govern(RULES, null);
        Hash real = governance;
        governance = Hash.sha256(NO_RULES.canonicalBytes());
        propose(CHANGE, "policy.publish", policy(ALLOW_ALL), 1);
        approve(ADA, CHANGE);
        apply(CHANGE, "policy.publish");
        governance = real;
        assertThat(codes()).containsExactly(Codes.POLICY_UNKNOWN, Codes.CHANGE_WITHOUT_APPROVAL);
    }

    @Test
    void findsAProposalThatNamesOtherRulesThanItsKindHas() throws IOException {
        govern(RULES, null);
        document = GovernanceDocument.parse(rules("governance.set", "member.change", "invitation.create"));
        propose(CHANGE, "policy.publish", policy(ALLOW_ALL), 1);
        assertThat(codes()).containsExactly(Codes.RUN_POLICY_MISMATCH);
    }

    @Test
    void findsAGovernancePolicyThatIsNotWhatItsDigestSays() throws IOException {
        log.append(EventType.GOVERNANCE_SET, data().put("policy", SampleLog.id("governance").toString())
                .put("version", 1).put("digest", Hash.sha256().hex()).put("document", RULES).build());
        assertThat(codes()).containsExactly(Codes.POLICY_DIGEST_MISMATCH);
    }

    @Test
    void letsNothingHappenUnderAGovernancePolicyThatNobodyCanRead() throws IOException {
        JsonObject wrong = data().put("rules", JsonArray.of()).put("v", "agenthub/governance/v2").build();
        governance = SampleLog.digest(wrong);
        log.append(EventType.GOVERNANCE_SET, data().put("policy", SampleLog.id("governance").toString())
                .put("version", ++version).put("digest", governance.hex()).put("document", wrong).build());
        propose(CHANGE, "policy.publish", policy(ALLOW_ALL), 1);
        approve(ADA, CHANGE);
        apply(CHANGE, "policy.publish");
        publish(ALLOW_ALL, null);
        assertThat(codes()).containsExactly(Codes.RUN_POLICY_MISMATCH, Codes.CHANGE_WITHOUT_APPROVAL,
                Codes.CHANGE_WITHOUT_APPROVAL);
    }

    @Test
    void findsARunOfAChangeAndTheApplicationOfAnAction() throws IOException {
        govern(RULES, null);
        propose(CHANGE, "policy.publish", policy(ALLOW_ALL), 1);
        approve(ADA, CHANGE);
        log.run(CHANGE).request(OTHER, required(1)).approve(ADA, OTHER);
        apply(OTHER, "policy.publish");
        assertThat(codes()).containsExactly(Codes.RUN_WITHOUT_APPROVAL, Codes.CHANGE_WITHOUT_APPROVAL);
    }

    @Test
    void letsGovernanceBeTurnedOffAsItAsksAndNothingAfterThat() throws IOException {
        govern(RULES, null);
        propose(CHANGE, "governance.set", data().put("document", NO_RULES).build(), 1);
        approve(BEN, CHANGE);
        apply(CHANGE, "governance.set");
        govern(NO_RULES, CHANGE);
        publish(ALLOW_ALL, null);
        assertThat(codes()).isEmpty();
    }

    @Test
    void decidesFromEverySavedStateWhatItDecidesFromTheBeginning() throws IOException {
        showKey("k", BEN, null);
        log.request(OTHER, required(1)).approve(ADA, OTHER);
        approvedPublication();
        publish(ALLOW_ALL, CHANGE);
        log.run(OTHER);
        log.change(ADMIN, true, "approvers");
        assertThat(codes()).containsExactly(Codes.CHANGE_WITHOUT_APPROVAL, Codes.CHANGE_WITHOUT_APPROVAL);
        assertSameFromEverySavedState();
    }
}
