package dev.agenthub.app.ui.approvals.history;

/** Something about a request that its agent never did before. */
sealed interface Finding {
    /** Nothing of the agent ran yet. */
    record FirstRun() implements Finding {}

    record UnusualAmount(Amount amount) implements Finding {}

    /** Of so many earlier actions none went there. */
    record NewHost(String host, int runs) implements Finding {}

    /** None of the earlier actions with the same tool had this value. */
    record NewValue(String argument, String value) implements Finding {}
}
