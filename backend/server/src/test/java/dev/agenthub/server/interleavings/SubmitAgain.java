package dev.agenthub.server.interleavings;

/** An agent submits an action again, as after a lost answer, possibly to the other backend. */
final class SubmitAgain implements RandomAction {

    @Override
    public int weight() {
        return 3;
    }

    @Override
    public void perform(Turn turn) {
        AcceptedRequest asked = turn.request();
        AgentActor agent = asked == null ? null : asked.agent();
        if (asked != null && agent != null && !asked.idempotencyKey().equals(AcceptedRequest.NO_KEY)) {
            var _ = Submit.submit(turn, agent, agent.key(turn), asked.what(), asked.providerAnswers(),
                    asked.idempotencyKey(), asked.files(), true);
        }
    }
}
