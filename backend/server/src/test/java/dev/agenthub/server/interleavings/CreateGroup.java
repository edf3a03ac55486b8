package dev.agenthub.server.interleavings;

import dev.agenthub.api.Named;

/** An administrator creates an approval group. */
final class CreateGroup implements RandomAction {

    @Override
    public int weight() {
        return 2;
    }

    @Override
    public void perform(Turn turn) {
        String name = "group-" + turn.random.nextInt(1_000);
        turn.change(turn.administrator(), "make " + name, session -> session.post("/v1/groups", new Named(name)),
                _ -> null);
    }
}
