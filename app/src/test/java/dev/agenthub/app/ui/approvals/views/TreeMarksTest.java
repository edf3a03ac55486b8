package dev.agenthub.app.ui.approvals.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.ui.approvals.changes.PayloadChanges;
import dev.agenthub.app.ui.approvals.changes.Place;
import dev.agenthub.app.ui.approvals.changes.PlacedValue;
import dev.agenthub.app.ui.approvals.views.TreeMarks.Kind;
import dev.agenthub.app.ui.approvals.views.TreeMarks.Mark;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests which rows of a payload's tree are marked, and with what. */
class TreeMarksTest {
    private static JsonObject payload(String text) {
        return (JsonObject) JsonValue.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static TreeMarks between(String before, JsonObject now) {
        return new TreeMarks(PayloadChanges.between(payload(before), now), Map.of());
    }

    private static TreeRow row(List<TreeRow> rows, String beginning) {
        return rows.stream().filter(row -> row.text().startsWith(beginning)).findFirst().orElseThrow();
    }

    private static List<String> words(TreeMarks marks, TreeRow row) {
        return marks.of(row).stream().map(Mark::word).toList();
    }

    @Test
    void marksAChangeWhereItIsAndCountsItAbove() {
        JsonObject now = payload("""
                {"arguments":{"amount":"90.00","to":{"name":"Bea","city":"Oslo"},"same":1},"nonce":"2"}""");
        TreeMarks marks = between("""
                {"arguments":{"amount":"10.00","to":{"name":"Bea"},"same":1},"nonce":"1"}""", now);
        TreeRow arguments = TreeRow.of(now).getFirst();

        assertThat(marks.of(arguments)).containsExactly(
                new Mark(Kind.INSIDE, "2 changes inside", "Against the last one alike that ran."));
        assertThat(marks.of(row(arguments.rowsBelow(), "amount"))).containsExactly(
                new Mark(Kind.CHANGED, "changed", "It was \"10.00\" in the last one alike that ran."));
        TreeRow to = row(arguments.rowsBelow(), "to");
        assertThat(words(marks, to)).containsExactly("1 change inside");
        assertThat(marks.of(row(to.rowsBelow(), "city"))).containsExactly(
                new Mark(Kind.ADDED, "added", "The last one alike that ran had nothing there."));
        assertThat(marks.of(row(to.rowsBelow(), "name"))).isEmpty();
        assertThat(marks.of(row(arguments.rowsBelow(), "same"))).isEmpty();
        assertThat(marks.of(TreeRow.of(now).getLast())).as("a nonce is another each time").isEmpty();
    }

    @Test
    void marksWhatSomethingWasRemovedFrom() {
        JsonObject now = payload("{\"arguments\":{\"to\":{\"name\":\"Bea\"}}}");
        TreeMarks marks = between("{\"arguments\":{\"to\":{\"name\":\"Bea\",\"city\":\"Oslo\"}}}", now);
        TreeRow arguments = TreeRow.of(now).getFirst();

        assertThat(words(marks, arguments)).containsExactly("1 change inside");
        assertThat(words(marks, row(arguments.rowsBelow(), "to"))).containsExactly("1 change inside");
        assertThat(marks.of(row(row(arguments.rowsBelow(), "to").rowsBelow(), "name"))).isEmpty();
    }

    /** No more than so many are kept of a part; the rest is counted at the part's own row. */
    @Test
    void saysHowManyOfManyChangesAreMarked() {
        int many = PayloadChanges.MOST + 50;
        JsonObject now = items(many, 2);
        TreeMarks marks = new TreeMarks(PayloadChanges.between(items(many, 1), now), Map.of());
        TreeRow arguments = TreeRow.of(now).getFirst();

        assertThat(marks.of(arguments)).containsExactly(new Mark(Kind.INSIDE, many + " changes inside",
                "Against the last one alike that ran. Only " + PayloadChanges.MOST + " of them are marked."));
        assertThat(words(marks, arguments.rowsBelow().getFirst())).containsExactly("changed");
        assertThat(marks.of(arguments.rowsBelow().getLast())).isEmpty();
    }

    /** The first of them hold the request's own identifier, which is another each time and is not marked. */
    @Test
    void countsTheRestOfChangesOfWhichNoneIsMarked() {
        int many = PayloadChanges.MOST + 50;
        JsonObject now = identified(many, "r2");
        TreeMarks marks = new TreeMarks(PayloadChanges.between(identified(many, "r1"), now), Map.of());

        assertThat(words(marks, TreeRow.of(now).getFirst())).containsExactly("50 changes inside");
    }

    private static JsonObject identified(int count, String request) {
        return payload("{\"arguments\":" + IntStream.range(0, count).mapToObj(_ -> "\"" + request + "\"")
                .collect(Collectors.joining(",", "[", "]")) + ",\"request\":\"" + request + "\"}");
    }

    /** What stands at the place of a removed item now is another item. */
    @Test
    void marksNoItemForOneThatWasRemoved() {
        JsonObject now = payload("{\"arguments\":[1,3]}");
        TreeMarks marks = between("{\"arguments\":[1,2,3]}", now);
        TreeRow arguments = TreeRow.of(now).getFirst();

        assertThat(words(marks, arguments)).containsExactly("1 change inside");
        assertThat(arguments.rowsBelow()).allSatisfy(item -> assertThat(marks.of(item)).isEmpty());
    }

    private static JsonObject items(int count, int value) {
        return payload("{\"arguments\":" + IntStream.range(0, count).mapToObj(_ -> Integer.toString(value))
                .collect(Collectors.joining(",", "[", "]")) + "}");
    }

    @Test
    void marksWhatIsUnusualFirstAndAboveIt() {
        JsonObject now = payload("{\"arguments\":{\"amount\":\"90.00\",\"to\\u200B\":1}}");
        Place amount = Place.WHOLE.member("arguments").member("amount");
        TreeMarks marks = new TreeMarks(
                PayloadChanges.between(payload("{\"arguments\":{\"amount\":\"1\",\"to\\u200B\":1}}"), now),
                Map.of(PlacedValue.in(now, amount).orElseThrow(), "It is the largest so far."));
        TreeRow arguments = TreeRow.of(now).getFirst();

        assertThat(marks.of(arguments)).extracting(Mark::kind).containsExactly(Kind.UNUSUAL, Kind.INSIDE);
        assertThat(marks.of(arguments).getFirst().more()).isEqualTo("It is the largest so far.");
        assertThat(marks.of(row(arguments.rowsBelow(), "amount"))).extracting(Mark::kind)
                .containsExactly(Kind.UNUSUAL, Kind.CHANGED);
        assertThat(marks.of(row(arguments.rowsBelow(), "to"))).containsExactly(new Mark(Kind.UNUSUAL, "unusual",
                "It holds characters that could be taken for others, or is too long to be looked through here."));
    }

    @Test
    void showsNoMoreThanSomeOfALongValueWithItsHiddenCharacters() {
        JsonObject now = payload("{\"arguments\":\"x\"}");
        TreeMarks marks = between("{\"arguments\":\"\\u200B" + "y".repeat(500) + "\"}", now);

        assertThat(marks.of(TreeRow.of(now).getFirst()).getFirst().more()).contains("‹U+200B›").hasSizeLessThan(250);
    }

    @Test
    void marksNothingWhereThereIsNothingToCompareWith() {
        JsonObject now = payload("{\"arguments\":{\"amount\":\"90.00\"}}");
        assertThat(new TreeMarks(null, Map.of()).of(TreeRow.of(now).getFirst())).isEmpty();
    }
}
