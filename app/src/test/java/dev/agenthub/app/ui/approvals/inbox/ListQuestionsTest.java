package dev.agenthub.app.ui.approvals.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.RequestOrder;
import dev.agenthub.app.ui.approvals.inbox.ListQuestions.Asked;
import dev.agenthub.app.ui.approvals.inbox.ListQuestions.Question;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ListQuestionsTest {
    private static final UUID ONE = UUID.randomUUID();
    private static final UUID OTHER = UUID.randomUUID();

    private static final InboxFilter ANY = new InboxFilter(InboxFilter.Scope.ALL, "", null, null, null, null, false);

    private final ListQuestions questions = new ListQuestions();

    private static Asked list(RequestOrder order) {
        return new Asked(RequestPages.FIRST, ANY, order);
    }

    private Question ask(RequestOrder order) {
        assertThat(questions.mayAsk(list(order))).isTrue();
        return questions.ask(list(order), List.of(ONE, OTHER), _ -> false);
    }

    @Test
    void asksForTheSameListOnceAtATimeAndAgainAfterwards() {
        Question question = ask(RequestOrder.NEWEST);
        assertThat(questions.mayAsk(list(RequestOrder.NEWEST))).isFalse();
        assertThat(questions.ended(question)).isTrue();
        assertThat(questions.ended(ask(RequestOrder.NEWEST))).as("nobody asked meanwhile").isFalse();
    }

    @Test
    void asksForAnotherListBesideTheFirstButForNoThird() {
        Question first = ask(RequestOrder.NEWEST);
        Question second = ask(RequestOrder.AGE);
        assertThat(questions.isNewest(first)).isFalse();
        assertThat(questions.isNewest(second)).isTrue();
        assertThat(questions.mayAsk(list(RequestOrder.NEWEST))).isFalse();
        assertThat(questions.ended(first)).isTrue();
        assertThat(questions.mayAsk(list(RequestOrder.AGE))).as("its answer still comes").isFalse();
    }

    @Test
    void asksAgainForWhatChangedUntilAnAnswerIsShown() {
        questions.changed(ONE);
        questions.changed(UUID.randomUUID());
        Question lost = ask(RequestOrder.NEWEST);
        assertThat(lost.changedSince()).as("of those selected").containsExactly(ONE);
        questions.dropped(lost);
        questions.ended(lost);

        Question overtaken = ask(RequestOrder.NEWEST);
        assertThat(overtaken.changedSince()).containsExactly(ONE);
        Question newer = ask(RequestOrder.AGE);
        assertThat(newer.changedSince()).containsExactly(ONE);
        questions.ended(overtaken);
        questions.ended(newer);

        assertThat(ask(RequestOrder.NEWEST).changedSince()).as("it was shown").isEmpty();
    }

    @Test
    void asksEveryTimeForSomeOfThoseSelected() {
        assertThat(questions.ask(list(RequestOrder.NEWEST), List.of(ONE), OTHER::equals).changedSince()).isEmpty();
        assertThat(questions.ask(list(RequestOrder.AGE), List.of(ONE, OTHER), OTHER::equals).changedSince())
                .containsExactly(OTHER);
    }

    @Test
    void asksAgainWhereTheAnswerSaysSo() {
        Question question = ask(RequestOrder.NEWEST);
        questions.again();
        assertThat(questions.ended(question)).isTrue();
    }
}
