package dev.agenthub.evidence.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.SampleLog;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DecisionStatementTest {

    private final DecisionStatement statement = SampleLog.opened().statement(SampleLog.ADA,
            new SampleLog.Request("refund"), Decision.APPROVE);

    @Test
    void isSignedOverItsTypeAndLength() {
        byte[] body = statement.canonicalBytes();
        String encoded = new String(statement.preAuthenticationEncoding(), StandardCharsets.UTF_8);
        assertThat(encoded).isEqualTo("DSSEv1 41 application/vnd.agenthub.decision.v1+json " + body.length + " "
                + new String(body, StandardCharsets.UTF_8));
    }

    @Test
    void readsWhatItWrites() {
        for (Decision decision : Decision.values()) {
            DecisionStatement other = SampleLog.opened().statement(SampleLog.BEN, new SampleLog.Request("x"), decision);
            assertThat(DecisionStatement.parse(other.canonicalBytes())).isEqualTo(other);
        }
    }

    @Test
    void readsNoOtherWordMemberOrVersion() {
        String text = new String(statement.canonicalBytes(), StandardCharsets.UTF_8);
        for (String changed : new String[]{text.replace("approve", "Approve"), text.replace("\"approve\"", "null"),
                text.replace("decision/v1", "decision/v2"), text.replace("\"reason\"", "\"because\""),
                text.replace("{\"challenge\"", "{\"also\":1,\"challenge\""), "[]", ""}) {
            assertThatThrownBy(() -> DecisionStatement.parse(changed.getBytes(StandardCharsets.UTF_8)))
                    .hasFieldOrPropertyWithValue("code", Codes.STATEMENT_MALFORMED);
        }
        assertThatThrownBy(() -> DecisionStatement.parse((" " + text).getBytes(StandardCharsets.UTF_8)))
                .hasFieldOrPropertyWithValue("code", Codes.STATEMENT_NOT_CANONICAL);
        assertThatThrownBy(() -> DecisionStatement.parse((text + "\n").getBytes(StandardCharsets.UTF_8)))
                .hasFieldOrPropertyWithValue("code", Codes.STATEMENT_NOT_CANONICAL);
    }
}
