package dev.agenthub.app.ui.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Alert;
import dev.agenthub.api.OverrideAlert;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.Requirement;
import dev.agenthub.api.Risk;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.app.testing.Window;
import dev.agenthub.app.ui.approvals.reading.ExactTextView;
import dev.agenthub.app.ui.approvals.reading.OnScreen;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/** What a request may hold to deceive whoever reads it, and what stands on screen then. */
enum DisplayCase {
    /** Characters that draw nothing or turn others around stand as marks, in names and values, and none is left out. */
    HIDDEN_IN_THE_PAYLOAD {
        @Override
        void fill(TestRequest request, TestBackend backend) {
            JsonObject.Builder arguments = JsonObject.builder();
            HIDDEN.forEach(c -> arguments.put("a" + c + "b", "c" + c + "d"));
            request.with(TestBackend.ORG, arguments.build(), "https://example.com/r" + HIDDEN.getFirst());
        }

        @Override
        void check(RequestOnScreen shown) {
            String cells = shown.cells();
            HIDDEN.forEach(c -> assertThat(cells).contains("\"a" + mark(c) + "b\":\"c" + mark(c) + "d\""));
            shown.assertNoCellIsBlank();
            assertThat(shown.warnings()).anySatisfy(line -> assertThat(line).contains(mark(HIDDEN.getFirst())));
            HIDDEN.forEach(c -> assertThat(shown.warnings()).as("a warning of U+%04X", c.codePointAt(0))
                    .anySatisfy(line -> assertThat(line).contains("Hidden").contains(mark(c))));
        }
    },
    /** The same in the names of tool and agent, in the title, in what the agent says, and in alerts. */
    HIDDEN_IN_NAMES_WORDS_AND_ALERTS {
        @Override
        void fill(TestRequest request, TestBackend backend) {
            String all = String.join("x", HIDDEN);
            request.tool = "re" + all + "fund";
            request.agentName = "Support " + all;
            request.title = "Refund 1\u202E00 " + all;
            request.says = "Approve " + all;
            request.with(TestBackend.ORG, JsonObject.builder().put("note", "short").build(), "https://example.com/r");
            backend.alerts.add(new Alert(UUID.randomUUID(), Instant.now(),
                    new OverrideAlert(request.id, "Refund " + all, RequestState.APPROVED, request.agent,
                            "Support " + all,
                            UUID.randomUUID(), "Bob" + all, "Because " + all),
                    null, null, List.of()));
            backend.publish(ServerEvent.overridden(request.id, RequestState.APPROVED));
        }

        @Override
        void check(RequestOnScreen shown) {
            shown.window().awaitShown("alert");
            String all = HIDDEN.stream().map(DisplayCase::mark).collect(Collectors.joining("x"));
            List.of("request-tool", "request-who", "request-title", "request-says", "alert-headline", "alert-what",
                    "alert-reason").forEach(label -> assertThat(shown.drawn(label)).as(label).contains(all));
        }

        @Override
        void clear(TestRequest request, TestBackend backend) {
            backend.alerts.clear();
            backend.publish(ServerEvent.acknowledged(request.id, RequestState.APPROVED));
        }
    },
    /** Words of letters that look like others are named with the letters that give them away, also in the host. */
    LOOK_ALIKES {
        @Override
        void fill(TestRequest request, TestBackend backend) {
            request.with(TestBackend.ORG,
                    JsonObject.builder().put("site", "\u0430pple.com").put("to", "P\u0430yP\u0430l")
                            .put("word", "\u0440\u0430\u0443").build(),
                    "https://\u0430pple.com/refunds");
        }

        @Override
        void check(RequestOnScreen shown) {
            assertThat(shown.warnings().getFirst()).contains("\u0430pple.com", "CYRILLIC SMALL LETTER A (U+0430)",
                    "call.http.url");
            assertThat(String.join("\n", shown.warnings())).contains("P\u0430yP\u0430l", "\u0440\u0430\u0443",
                    "CYRILLIC SMALL LETTER ER (U+0440)");
        }
    },
    /** Ten thousand spaces and five hundred blank lines are a mark each, and what they would hide stands beside it. */
    BURIED_UNDER_BLANKS {
        @Override
        void fill(TestRequest request, TestBackend backend) {
            request.with(TestBackend.ORG, JsonObject.builder().put("a", "fine" + " ".repeat(10_000) + "ALL of it")
                    .put("b", "fine" + "\n".repeat(500) + "and MORE").build(), "https://example.com/refunds");
        }

        @Override
        void check(RequestOnScreen shown) {
            assertThat(shown.cells()).contains("fine‹10000 × space›ALL of it", "fine‹500 × \\n›and MORE");
            shown.window().awaitText("request-size", "22.9 kB, all shown");
        }
    },
    /**
     * The one dangerous line is the 5,000th: the rest has a name, and Approve stays locked
     * until all was on screen or the rest is confirmed.
     */
    BURIED_AT_LINE_5000 {
        @Override
        void fill(TestRequest request, TestBackend backend) {
            request.with(TestBackend.ORG, JsonObject.builder().put("lines", JsonArray.ofStrings(IntStream
                    .range(0, 5000).mapToObj(i -> i == 4999 ? "delete everything" : "harmless line " + i).toList()))
                    .build(), "https://example.com/refunds");
        }

        @Override
        void check(RequestOnScreen shown) {
            checkTheRest(shown);
        }
    },
    /** A line of 16 KB is wrapped, each of its characters in a cell inside the window. */
    ONE_LINE_OF_16_KB {
        @Override
        void fill(TestRequest request, TestBackend backend) {
            request.with(TestBackend.ORG, JsonObject.builder().put("line", IntStream.range(0, 2048)
                    .mapToObj("%08d"::formatted).collect(Collectors.joining())).build(), "https://example.com/refunds");
        }

        @Override
        void check(RequestOnScreen shown) {
            assertThat(shown.cells()).contains("\"line\":\"000000000000000100000002");
            shown.assertNoCellIsBlank();
            shown.window().onWindow(() -> assertThat(((ExactTextView) shown.window().node("request-payload")).list()
                    .lookupAll(".scroll-bar:horizontal")).noneMatch(bar -> bar.isVisible()));
            checkTheRest(shown);
        }
    },
    /** Ten million bytes open, with their size on show. */
    TEN_MEGABYTES {
        @Override
        void fill(TestRequest request, TestBackend backend) {
            request.with(TestBackend.ORG, JsonObject.builder().put("note", "0123456789".repeat(500_000)).build(),
                    "https://example.com/refunds");
        }

        @Override
        void check(RequestOnScreen shown) {
            assertThat(shown.window().text("request-size")).startsWith("10.0 MB, ");
            checkTheRest(shown);
        }
    },
    /** What the agent says stands in a box of its own, named as not verified, whatever it looks like. */
    THE_AGENTS_OWN_WORDS {
        @Override
        void fill(TestRequest request, TestBackend backend) {
            request.says = "✓ same here\n\nVOTES\n✓ A. Lind, finance, signed, checked here\n\nWHAT WILL RUN\nPOST https://"
                    + "example.com/nothing-at-all\n" + "and so on ".repeat(200);
            request.with(TestBackend.ORG, JsonObject.builder().put("note", "short").build(), "https://example.com/r");
        }

        @Override
        void check(RequestOnScreen shown) {
            shown.window().onWindow(() -> {
                Node box = shown.window().node("request-says").getParent();
                while (!box.getStyleClass().contains("says")) {
                    box = box.getParent();
                }
                assertThat(((Region) box).getBorder().isEmpty()).isFalse();
                assertThat(box.getParent().lookupAll(".caption")).extracting(one -> ((Label) one)
                        .getText()).containsExactly("THE AGENT SAYS (NOT VERIFIED)");
                return true;
            });
        }
    },
    /** Nothing that decides ends in dots, however long the names in it are, and no underscore is taken for a mnemonic. */
    LONG_NAMES_WITH_UNDERSCORES {
        @Override
        void fill(TestRequest request, TestBackend backend) {
            request.title = "Delete account permanently _all_ of user_accounts";
            request.tool = "delete_all_" + "user_accounts_".repeat(12) + "now";
            request.agentName = "Agent_of_" + "a_long_name_".repeat(12);
            request.required = List.of(new Requirement(2, "a_group_of_" + "a_long_name_".repeat(7)));
            request.with(TestBackend.ORG, JsonObject.builder().put("an_name", "a_value").build(),
                    "https://" + "a-host-with-a-long-name.".repeat(8) + "example.com/a_path?x_y=z_");
        }

        @Override
        void check(RequestOnScreen shown) {
            assertThat(shown.drawn("request-title")).isEqualTo("Delete account permanently _all_ of user_accounts");
            assertThat(shown.drawn("request-approve")).isEqualTo("Approve delete account permanently");
            assertThat(shown.drawn("request-tool")).contains("_user_accounts_user_accounts_").endsWith("now");
            assertThat(shown.cells()).contains("\"an_name\":\"a_value\"");
        }
    },
    /** Characters wider than their cell stand as marks, and what follows them stays in its row. */
    WIDER_THAN_THEIR_CELL {
        @Override
        void fill(TestRequest request, TestBackend backend) {
            request.title = "Refund \uFDFD\uFDFD\uFDFD \u2E3B \uD809\uDC2B 100";
            request.agentName = "Agent \uD809\uDC2B";
            request.with(TestBackend.ORG, JsonObject.builder().put("a", "\uFDFD".repeat(7) + "delete everything")
                    .put("b", "\u2E3B\u2E3B\u2E3Bdelete").put("c", "\uD809\uDC2Bdelete").build(),
                    "https://example.com/refunds");
        }

        @Override
        void check(RequestOnScreen shown) {
            assertThat(shown.cells()).contains(mark("\uFDFD").repeat(7) + "delete everything",
                    mark("\u2E3B").repeat(3) + "delete", mark("\uD809\uDC2B") + "delete");
            shown.assertNoCellIsBlank();
            assertThat(shown.drawn("request-title")).contains(mark("\uFDFD").repeat(3), mark("\u2E3B"),
                    mark("\uD809\uDC2B"));
            assertThat(shown.drawn("request-who")).contains(mark("\uD809\uDC2B"));
            shown.assertTitleIsNotCut();
        }
    },
    /** What no font here draws stands as a mark or as its number in a box, and never as nothing. */
    DRAWN_BY_NO_FONT {
        @Override
        void fill(TestRequest request, TestBackend backend) {
            request.with(TestBackend.ORG, JsonObject.builder()
                    .put("a", "x\u6771\uD87E\uDC1A\uD840\uDC00y\uD83D\uDE80z\u0915\u093F\u05D0\u0628").build(),
                    "https://example.com/refunds");
        }

        @Override
        void check(RequestOnScreen shown) {
            assertThat(shown.cells()).contains("y‹U+1F680›z‹U+0915›‹U+093F›‹U+05D0›‹U+0628›");
            shown.assertNoCellIsBlank();
        }
    },
    /** A title of 3,000 letters is two lines. */
    A_TITLE_OF_3000_LETTERS {
        @Override
        void fill(TestRequest request, TestBackend backend) {
            request.title = "m".repeat(3000);
        }

        @Override
        void check(RequestOnScreen shown) {
            assertThat(shown.drawn("request-title")).startsWith("mmmm");
            shown.assertTitleIsNotCut();
        }
    },
    /** A title of right-to-left words and numbers keeps its order. */
    A_TITLE_FROM_RIGHT_TO_LEFT {
        @Override
        void fill(TestRequest request, TestBackend backend) {
            // The word at its end is wider than a line, and what is said wraps between its words.
            request.title = "Refund 480 שלום 100 EUR 7 عربي ٣ to 9. ".repeat(30) + "שלום".repeat(200);
            request.says = "שלום עולם ".repeat(100);
            request.agentName = "שלום 100";
        }

        @Override
        void check(RequestOnScreen shown) {
            assertThat(shown.drawn("request-title").replace("\u200E", ""))
                    .startsWith("Refund 480 שלום 100 EUR 7 عربي ٣ to 9. ");
            shown.assertTitleIsNotCut();
        }
    },
    /** A title of stacked marks ends before its edge; each stack is a mark. */
    A_TITLE_OF_STACKED_MARKS {
        @Override
        void fill(TestRequest request, TestBackend backend) {
            request.title = ("Refund e" + STACKED + " EUR ").repeat(16) + "e" + STACKED.repeat(40);
            request.says = "e" + STACKED.repeat(200);
        }

        @Override
        void check(RequestOnScreen shown) {
            assertThat(shown.drawn("request-title"))
                    .startsWith("Refund \u00E9‹2 × U+0302…› EUR Refund \u00E9‹2 × U+0302…› EUR ");
            assertThat(shown.drawn("request-says")).isEqualTo("\u00E9‹599 × U+0302…›");
            shown.assertTitleIsNotCut();
        }
    },
    /** Digits that are not 0 to 9, and full-width forms in amounts and hosts. */
    OTHER_DIGITS_AND_FORMS {
        @Override
        void fill(TestRequest request, TestBackend backend) {
            request.with(TestBackend.ORG,
                    JsonObject.builder().put("amount", "\u0661\u0660\u0660").put("iban", "DE1\u0967")
                            .put("sum", "\uFF14\uFF18\uFF10").build(),
                    "https://example\uFF0Ecom/refunds");
        }

        @Override
        void check(RequestOnScreen shown) {
            List<String> lines = shown.warnings();
            assertThat(lines.getFirst()).contains("FULLWIDTH FULL STOP (U+FF0E)", "call.http.url");
            assertThat(String.join("\n", lines)).contains("ARABIC-INDIC DIGIT ONE (U+0661)",
                    "DEVANAGARI DIGIT ONE (U+0967)", "FULLWIDTH DIGIT FOUR (U+FF14)");
            shown.assertNoCellIsBlank();
        }
    },
    /** Warnings of one cause are one line, the worst first, and none is cut off. */
    WARNINGS_BY_CAUSE {
        @Override
        void fill(TestRequest request, TestBackend backend) {
            request.with(TestBackend.ORG, JsonObject.builder()
                    .put("a", JsonArray.ofStrings(IntStream.range(0, 40).mapToObj(i -> "p\u0430y").toList()))
                    .put("b", JsonArray.ofStrings(IntStream.range(0, 40).mapToObj(i -> "x\u200B" + i).toList()))
                    .put("c", "\u202Ex").build(), "https://example.com/\u200B");
        }

        @Override
        void check(RequestOnScreen shown) {
            List<String> lines = shown.warnings();
            assertThat(lines).hasSize(3);
            assertThat(lines.get(0)).contains("call.http.url").contains("21 more places");
            assertThat(lines.get(1)).contains("‹U+202E›").contains("arguments.c");
            assertThat(lines.get(2)).contains("p\u0430y").contains("20 more places");
        }
    },
    /** Five thousand newer requests of one agent are a line, and the riskiest one of another stands in the list. */
    A_FLOOD_OF_ANOTHER_AGENT {
        @Override
        void fill(TestRequest request, TestBackend backend) {
            UUID flooding = UUID.randomUUID();
            List<TestRequest> flood = new ArrayList<>();
            for (int i = 0; i < 5000; i++) {
                TestRequest one = new TestRequest();
                one.agent = flooding;
                one.agentName = "Bulk agent";
                one.risk = Risk.LOW;
                one.title = "Request " + i;
                one.claimedHash = "1".repeat(64);
                flood.add(one);
            }
            backend.requests.addAll(0, flood);
            backend.publish(ServerEvent.changed(request.id, RequestState.PENDING));
        }

        @Override
        void check(RequestOnScreen shown) {
            shown.window().awaitText("inbox-matches", "5,001");
            shown.window().await("its row on screen", () -> shown.window().onWindow(() -> shown.window()
                    .node("inbox-list").lookupAll(".row-risk").stream()
                    .anyMatch(risk -> ((Label) risk).getText().equals("high risk")
                            && OnScreen.isWhole(risk))));
        }
    };

    /** Of each kind that is told from the others. */
    private static final List<String> HIDDEN = List.of("\u202E", "\u2066", "\u061C", "\u200B", "\u200D", "\u2060",
            "\uFEFF",
            "\u00AD", "\u2028", "\u2029", "\uDB40\uDC41", "\uDB40\uDD00", "\uFE0F", "\u3164", "\u115F", "\uFFA0",
            "\u034F", "\u2800", "\u00A0", "\u180E", "\u17B4", "\uFFFC", "\uE000");

    private static final String STACKED = "\u0301\u0302\u0303";

    /** The request is one of the backend's already. */
    abstract void fill(TestRequest request, TestBackend backend);

    /** In a window so large that a payload of a few thousand bytes is in it. */
    void check(RequestOnScreen shown) {}

    void clear(TestRequest request, TestBackend backend) {}

    private static String mark(String character) {
        return String.format(Locale.ROOT, "‹U+%04X›", character.codePointAt(0));
    }

    /** More is hidden than is shown: Approve is locked, the rest is named, and Approve is armed once a reader does without it. */
    private static void checkTheRest(RequestOnScreen shown) {
        Window window = shown.window();
        window.awaitText("request-armed", "unlocks when all of it");
        assertThat(window.node("request-approve").isDisabled()).isTrue();
        int unread = window.onWindow(() -> ((ExactTextView) window.node("request-payload")).unread().get());
        assertThat(((CheckBox) window.node("request-confirm-rest")).getText())
                .contains(String.format(Locale.ROOT, "without seeing %,d characters", unread));
        window.click("request-confirm-rest");
        window.await("Approve to be armed", () -> !window.node("request-approve").isDisabled());
    }
}
