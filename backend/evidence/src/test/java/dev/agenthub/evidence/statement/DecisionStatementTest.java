package dev.agenthub.evidence.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.hash.Hash;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;

class DecisionStatementTest {

    private static final String SHA256 = "c0ffee00".repeat(8);

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
    void readsWhatWasOnScreenOrThatNothingWas() {
        assertThat(DecisionStatement.parse(statement.canonicalBytes()).display())
                .isEqualTo(new Display(15, 15, Hash.sha256("{\"do\":\"refund\"}".getBytes(StandardCharsets.UTF_8)),
                        "exact/v1"));
        for (String display : List.of("null", display("0", "0", SHA256, "exact/v1"),
                display("9007199254740991", "9007199254740991", SHA256, "exact/v1"),
                display("9007199254740991", "0", SHA256, "tree-2/v12"))) {
            DecisionStatement read = DecisionStatement.parse(withDisplay(display));
            assertThat(read.canonicalBytes()).isEqualTo(withDisplay(display));
            assertThat(read.display() == null).isEqualTo(display.equals("null"));
        }
    }

    @Test
    void readsNoOtherAccountOfWhatWasOnScreen() {
        String one = display("1", "1", SHA256, "exact/v1");
        for (String display : List.of("true", "{}", "[]", "\"exact/v1\"", one.replace("\"of\":1,", ""),
                one.replace("\"seen\":1,", ""), one.replace("\"sha256\":\"" + SHA256 + "\",", ""),
                one.replace(",\"view\":\"exact/v1\"", ""), one.replace("{", "{\"also\":1,"),
                display("1", "2", SHA256, "exact/v1"), display("1", "-1", SHA256, "exact/v1"),
                display("-1", "-1", SHA256, "exact/v1"), display("9007199254740992", "1", SHA256, "exact/v1"),
                display("1.5", "1", SHA256, "exact/v1"), display("\"1\"", "1", SHA256, "exact/v1"),
                display("1", "null", SHA256, "exact/v1"),
                display("1", "1", SHA256.toUpperCase(Locale.ROOT), "exact/v1"),
                display("1", "1", SHA256.substring(1), "exact/v1"), display("1", "1", "", "exact/v1"),
                display("1", "1", SHA256, ""), display("1", "1", SHA256, "exact"),
                display("1", "1", SHA256, "exact/v0"), display("1", "1", SHA256, "Exact/v1"),
                display("1", "1", SHA256, "exact/v1\\n"))) {
            assertThatThrownBy(() -> DecisionStatement.parse(withDisplay(display))).as(display)
                    .hasFieldOrPropertyWithValue("code", Codes.STATEMENT_MALFORMED);
        }
        byte[] without = text().replaceFirst("\"display\":\\{.*?},", "").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> DecisionStatement.parse(without))
                .hasFieldOrPropertyWithValue("code", Codes.STATEMENT_MALFORMED);
        for (String display : List.of(display("1.0", "1", SHA256, "exact/v1"), one.replace(":1,", ": 1,"),
                one.replace("exact", "\\u0065xact"))) {
            assertThatThrownBy(() -> DecisionStatement.parse(withDisplay(display))).as(display)
                    .hasFieldOrPropertyWithValue("code", Codes.STATEMENT_NOT_CANONICAL);
        }
    }

    private static String display(String of, String seen, String sha256, String view) {
        return "{\"of\":" + of + ",\"seen\":" + seen + ",\"sha256\":\"" + sha256 + "\",\"view\":\"" + view + "\"}";
    }

    private byte[] withDisplay(String display) {
        return text().replaceFirst("\"display\":\\{.*?}", Matcher.quoteReplacement("\"display\":" + display))
                .getBytes(StandardCharsets.UTF_8);
    }

    private String text() {
        return new String(statement.canonicalBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void readsNoOtherWordMemberOrVersion() {
        String text = text();
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
