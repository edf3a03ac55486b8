package dev.agenthub.app.ui.approvals.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.NumberHistory;
import dev.agenthub.api.RequestHistory;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RunOutcome;
import dev.agenthub.api.RunResult;
import dev.agenthub.api.ToolChange;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.app.ui.approvals.InboxTest;
import dev.agenthub.app.ui.common.Theme;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonNumber;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.hash.Hash;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TreeCell;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What differs from the last action alike that ran, in the window. */
final class ChangesWindowTest extends InboxTest {
    private static final String URL = "https://api.example.com/refunds";

    private final TestRequest request = new TestRequest();
    private final TestRequest earlier = new TestRequest();

    ChangesWindowTest() {
        backend.requests.addAll(List.of(request, earlier));
        earlier.agent = request.agent;
        earlier.title = "Refund 80.00 EUR to cus_\u202E1";
        earlier.state = RequestState.EXECUTED;
        earlier.run = new RunResult(UUID.randomUUID(), earlier.createdAt.minusSeconds(7200),
                earlier.createdAt.minusSeconds(7199), RunOutcome.EXECUTED, 200, null, null, null, null, null);
        earlier.with(TestBackend.ORG, refund("80.00").put("old", true).build(), URL);
        request.with(TestBackend.ORG, refund("480.00").put("note",
                "to\u200B " + "x".repeat(3000) + " and the end").build(), "https://api.example.org/refunds");
        request.history = like(earlier.id);
    }

    private static JsonObject.Builder refund(String amount) {
        return JsonObject.builder().put("amount", amount).put("currency", "EUR").put("items", JsonArray.ofStrings(
                List.of("lamp", amount.length() > 5 ? "lamp, large" : "lamp")));
    }

    private static RequestHistory like(UUID like) {
        return new RequestHistory(9, like, 9, 9, null, false, List.of(), List.of(), List.of(), List.of());
    }

    private void look() {
        inbox.showRequest(request.id);
        window.awaitShown("request-same-here");
        window.click("view-changes");
        window.awaitShown("request-changes");
    }

    private List<?> rows() {
        return window.onWindow(() -> ((ListView<?>) window.node("request-changes-rows")).getItems());
    }

    private List<String> spoken() {
        return rows().stream().filter(ChangeRow.Of.class::isInstance).map(row -> ((ChangeRow.Of) row).spoken().strip())
                .toList();
    }

    @Test
    void drawsWhatDiffersAndSaysAgainstWhat() {
        look();
        window.awaitText("request-changes-against", "Against “Refund 80.00 EUR to cus_‹U+202E›1”, which ran 2 h");
        assertThat(spoken()).startsWith(
                "call.http.url changed from \"" + URL + "\" to \"https://api.example.org/refunds\"",
                "arguments.amount changed from \"80.00\" to \"480.00\" also in call.http.body.amount",
                "arguments.items[1] changed from \"lamp\" to \"lamp, large\" also in call.http.body.items[1]");
        assertThat(spoken()).filteredOn(line -> line.startsWith("arguments.note added")).singleElement().asString()
                .contains("‹U+200B›").hasSizeLessThan(500);
        assertThat(spoken()).last().asString().startsWith("request changed");
        assertThat(window.text("request-view-note")).contains("Only Exact counts as shown");
        pictures("77-changes");
        window.click("request-changes-open");
        window.awaitText("request-title", "Refund 80.00 EUR");
    }

    private void pictures(String name) {
        for (Theme theme : List.of(Theme.LIGHT, Theme.DARK)) {
            window.onWindow(() -> {
                theme.use();
                return true;
            });
            window.resize(1280, 800);
            window.frame();
            window.picture(name + "-" + theme.name().toLowerCase(Locale.ROOT) + "-1280");
            window.resize(900, 600);
            window.frame();
            window.picture(name + "-" + theme.name().toLowerCase(Locale.ROOT) + "-900");
        }
        window.onWindow(() -> {
            Theme.LIGHT.use();
            return true;
        });
        window.resize(1280, 800);
    }

    @Test
    void marksInTheTreeWhatDiffersAndWhatIsUnusual() {
        request.history = new RequestHistory(9, earlier.id, 9, 9, null, true, List.of(),
                List.of(new NumberHistory("amount", List.of("80.00", "80.00", "75.00", "80.00", "79.00"))), List.of(),
                List.of());
        inbox.showRequest(request.id);
        window.awaitShown("request-findings");
        window.click("view-tree");
        window.await("the marks of what changed", () -> marked("arguments:").contains("4 changes inside"));
        assertThat(marked("amount:")).containsExactly("unusual", "changed");
        assertThat(accessible("amount:")).contains("It was \"80.00\"").contains("× what is usual");
        assertThat(marked("note:")).containsExactly("unusual", "added");
        assertThat(marked("currency:")).isEmpty();
        assertThat(marked("items:")).containsExactly("1 change inside");
        assertThat(marked("Identifiers")).as("where it goes").containsExactly("unusual", "1 change inside");
        pictures("78-tree");
    }

    private static JsonObject.Builder definition(String risk, String title, List<String> scopes) {
        return JsonObject.builder().put("connector", "0190f1c2-0000-7000-8000-000000000001")
                .put("name", "refunds.create").put("risk", risk).put("title", title)
                .put("scopes", JsonArray.ofStrings(scopes));
    }

    private static JsonObject schema(String type) {
        return JsonObject.builder().put("type", "object").put("properties", JsonObject.builder()
                .put("amount", JsonObject.builder().put("type", type).build()).build()).build();
    }

    private static String digest(String definition) {
        return Hash.sha256(definition.getBytes(StandardCharsets.UTF_8)).hex();
    }

    private static String text(JsonObject definition) {
        return new String(definition.canonicalBytes(), StandardCharsets.UTF_8);
    }

    /** What the backend tells of two definitions, of which the two actions name these. */
    private void toolChanged(UUID ran, @Nullable String before, String now) {
        earlier.toolDigest = before == null ? "0".repeat(64) : digest(before);
        request.toolDigest = digest(now);
        earlier.with(TestBackend.ORG, refund("80.00").build(), URL);
        request.with(TestBackend.ORG, refund("480.00").build(), URL);
        request.history = new RequestHistory(9, earlier.id, 9, 2, new ToolChange(ran, earlier.toolDigest, before, now),
                false, List.of(), List.of(), List.of(), List.of());
    }

    @Test
    void leadsFromTheWarningThatAToolChangedToWhatChanged() {
        toolChanged(earlier.id, text(definition("medium", "Refund {amount}", List.of("refunds.read", "refunds"))
                .put("schema", schema("number")).build()),
                text(definition("low", "Refund {amount}\u202E to you", List.of("refunds.read", "refunds", "payouts"))
                        .put("schema", schema("string")).build()));
        inbox.showRequest(request.id);
        window.awaitShown("finding-changes");
        window.onWindow(() -> {
            ((Hyperlink) window.node("finding-changes")).fire();
            return true;
        });
        window.awaitShown("request-changes-rows");
        assertThat(window.onWindow(() -> window.node("view-changes").isFocused())).isTrue();
        assertThat(spoken()).startsWith("definition.risk changed from \"medium\" to \"low\"",
                "definition.schema.properties.amount.type changed from \"number\" to \"string\"",
                "definition.scopes[2] added: \"payouts\"",
                "definition.title changed from \"Refund {amount}\" to \"Refund {amount}‹U+202E› to you\"",
                "arguments.amount changed from \"80.00\" to \"480.00\" also in call.http.body.amount");
        assertThat(words()).startsWith("THE TOOL IS NOT WHAT IT WAS").contains("WHAT THE ACTION DOES");
        pictures("79-tool-changes");
    }

    @Test
    void saysPlainlyWhereWhatChangedIsNotKnown() {
        toolChanged(earlier.id, null, text(definition("low", "Refund", List.of()).build()));
        look();
        assertThat(words().get(1)).startsWith("What changed can’t be shown: the backend did not keep the earlier");
        pictures("79-tool-not-kept");
    }

    @Test
    void showsNoDefinitionsThatAreNotWhatTheirDigestsSay() {
        toolChanged(earlier.id, text(definition("low", "Refund", List.of()).build()),
                text(definition("low", "Pay", List.of()).build()));
        ToolChange told = Objects.requireNonNull(Objects.requireNonNull(request.history).toolChange());
        request.history = new RequestHistory(9, earlier.id, 9, 2, new ToolChange(earlier.id, told.digest(),
                Objects.requireNonNull(told.before()).replace("low", "medium"), told.now()),
                false, List.of(), List.of(), List.of(), List.of());
        look();
        assertThat(words().get(1)).startsWith("What changed is not shown: the definitions that the backend tells");
        assertThat(spoken()).noneMatch(line -> line.startsWith("definition"));
    }

    private List<String> words() {
        window.awaitShown("request-changes-rows");
        return rows().stream().filter(ChangeRow.Words.class::isInstance).map(row -> ((ChangeRow.Words) row).words())
                .toList();
    }

    /** The first of them. */
    private TreeCell<?> cell(String beginning) {
        return window.node("request-tree").lookupAll(".tree-cell").stream().map(node -> (TreeCell<?>) node)
                .filter(cell -> cell.getText() != null && cell.getText().startsWith(beginning))
                .min(Comparator.comparingInt(cell -> cell.getIndex()))
                .orElseThrow();
    }

    private List<String> marked(String beginning) {
        return window.onWindow(() -> cell(beginning).lookupAll(".tree-mark").stream()
                .map(mark -> ((Label) mark).getText()).toList());
    }

    private String accessible(String beginning) {
        return window.onWindow(() -> cell(beginning).getAccessibleText());
    }

    @Test
    void comparesNothingWithBytesThatAreNotWhatTheirRowSays() {
        earlier.claimedHash = "0".repeat(64);
        look();
        window.awaitText("request-changes-state", "the bytes of the last one alike are not what");
        assertThat(window.shows("request-changes-rows")).isFalse();
        assertThat(window.shows("request-approve")).as("the request itself is what its hash says").isTrue();
    }

    @Test
    void comparesWithNothingButAnActionOfTheAgentAndToolThatRan() {
        earlier.state = RequestState.DENIED;
        look();
        window.awaitText("request-changes-state", "no action of this agent with this tool that ran");
        earlier.state = RequestState.EXECUTED;
        earlier.tool = "refunds.other";
        earlier.with(TestBackend.ORG, refund("80.00").build(), URL);
        window.click("view-exact");
        window.click("view-changes");
        window.awaitText("request-changes-state", "no action of this agent with this tool that ran");
        earlier.tool = request.tool;
        earlier.with(TestBackend.ORG, refund("80.00").build(), URL);
        window.click("view-exact");
        window.click("view-changes");
        window.awaitShown("request-changes-against");
    }

    @Test
    void saysWhyThereIsNothingToCompareWith() {
        request.history = new RequestHistory(7, null, 0, 0, null, false, List.of(), List.of(), List.of(), List.of());
        look();
        window.awaitText("request-changes-state", "none of its last 7 runs was this tool’s");
        request.history = null;
        inbox.showRequest(earlier.id);
        window.awaitText("request-title", "Refund 80.00");
        look();
        window.awaitText("request-changes-state", "can’t be compared");
    }

    /** A million values, every one of them another. */
    @Test
    void listsNoMoreThanAnybodyReadsAndCountsTheRest() {
        earlier.with(TestBackend.ORG, many(1), URL);
        request.with(TestBackend.ORG, many(2), URL);
        look();
        window.awaitShown("request-changes-against");
        assertThat(rows()).hasSizeLessThan(450).anySatisfy(row -> assertThat(row.toString())
                .contains("499,800 more changes in arguments that are not listed"));
    }

    private static JsonObject many(int value) {
        return JsonObject.builder().put("n", new JsonArray(Collections.nCopies(500_000, JsonNumber.of(value)))).build();
    }
}
