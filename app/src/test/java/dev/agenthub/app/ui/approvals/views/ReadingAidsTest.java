package dev.agenthub.app.ui.approvals.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.ui.approvals.reading.HexRows;
import dev.agenthub.app.ui.approvals.reading.ReadableText;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonNumber;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the other views of a payload say. */
final class ReadingAidsTest {
    private static JsonObject payload(String text) {
        return (JsonObject) JsonValue.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void writesBytesInRowsOfSixteen() {
        byte[] bytes = "{\"a\":\"\u00E4 0123456789\"}\n".getBytes(StandardCharsets.UTF_8);
        HexRows rows = new HexRows(bytes, 16);
        assertThat(rows.count()).isEqualTo(2);
        assertThat(rows.row(0))
                .isEqualTo("00000000  7b 22 61 22 3a 22 c3 a4 20 30 31 32 33 34 35 36  {\"a\":\"·· 0123456");
        assertThat(rows.row(1)).isEqualTo("00000010  37 38 39 22 7d 0a" + " ".repeat(32) + "789\"}·");
        assertThat(new HexRows(new byte[0], 16).count()).isZero();
        String all = rows.row(0).substring(10, 57).replace(" ", "") + rows.row(1).substring(10, 57).replace(" ", "");
        assertThat(HexFormat.of().parseHex(all)).isEqualTo(bytes);
    }

    @Test
    void putsWhatAPersonReadsBeforeIdentifiersAndDigests() {
        List<TreeRow> rows = TreeRow.of(
                payload("""
                        {"agent":"0190","arguments":{"to\\u200B":"p\\u0430y","n":1.5},"attachments":[],"call":{"http":{"body":null,
                        "headers":{"A":"b"},"method":"POST","url":"https://x"}},"tool":{"digest":"00","name":"t"}}"""));
        assertThat(rows).extracting(TreeRow::text).containsExactly("arguments: 2 members", "body: null",
                "headers: 1 member", "Identifiers, digests and the rest");
        assertThat(rows.getFirst().rowsBelow()).extracting(TreeRow::text).containsExactly("n: 1.5",
                "to‹U+200B›: \"p\u0430y\"");
        assertThat(rows.getFirst().rowsBelow()).extracting(TreeRow::unusual).containsExactly(false, true);
        assertThat(rows.getLast().rowsBelow()).extracting(TreeRow::text).containsExactly("agent: \"0190\"",
                "attachments: empty list", "call.http: 2 members", "tool: 2 members");
    }

    @Test
    void groupsManyValuesAndLeavesNoneOut() {
        JsonArray many = new JsonArray(Collections.nCopies(1_001_500, JsonNumber.of(7)));
        TreeRow list = TreeRow.of(JsonObject.builder().put("arguments", many).build()).getFirst();
        List<TreeRow> groups = list.rowsBelow();
        assertThat(groups).extracting(TreeRow::text).containsExactly("0 to 999,999", "1,000,000 to 1,001,499");
        assertThat(groups.get(0).rowsBelow()).hasSize(1000).last().extracting(TreeRow::text)
                .isEqualTo("999,000 to 999,999");
        List<TreeRow> last = groups.get(1).rowsBelow();
        assertThat(last).hasSize(2);
        assertThat(last.get(1).rowsBelow()).hasSize(500).last().extracting(TreeRow::text)
                .isEqualTo("[1001499]: 7");
    }

    @Test
    void boundsALongValueAndSaysHowMuchMoreThereIs() {
        TreeRow row = TreeRow.of(payload("{\"arguments\":\"" + "x".repeat(30_000) + "\"}")).getFirst();
        assertThat(row.text()).startsWith("arguments: \"xxx").endsWith("… 29,880 more characters\"")
                .hasSizeLessThan(200);
        assertThat(row.unusual()).isTrue();
    }

    @Test
    void readsTextsAsTheirScriptWantsButMarksWhatTurnsThem() {
        List<ReadableText> texts = ReadableText.in(
                payload("""
                        {"agent":"0190","arguments":{"a":"\\u0645\\u06CC\\u200C\\u062E\\u0648\\u0627\\u0647\\u0645 \\u202Ex","b":["a\\u200Cb",1]},
                        "call":{"http":{"body":{"c":"new"},"url":"https://x"}},"tool":{"name":"t"}}"""));
        assertThat(texts).extracting(ReadableText::place).containsExactly("arguments.a", "arguments.b[0]",
                "call.http.body.c", "call.http.url");
        assertThat(texts.get(0).text()).isEqualTo("\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645 ‹U+202E›x");
        assertThat(texts.get(0).rightToLeft()).isTrue();
        assertThat(texts.get(1).text()).isEqualTo("a‹U+200C›b");
        assertThat(texts.get(1).rightToLeft()).isFalse();
    }

    @Test
    void readsWhatTheCallTookAsItIsOnce() {
        assertThat(ReadableText.in(payload("""
                {"arguments":{"a":"x"},"call":{"http":{"body":{"a":"x"}}}}"""))).hasSize(1);
    }
}
