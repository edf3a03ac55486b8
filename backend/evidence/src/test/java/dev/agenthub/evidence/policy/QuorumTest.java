package dev.agenthub.evidence.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.policy.Quorum.Requirement;
import dev.agenthub.evidence.policy.Quorum.Voter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuorumTest {

    private static final Voter ADA = voter(1, "approvers", "finance");
    private static final Voter BEN = voter(2, "approvers");
    private static final Voter CLEO = voter(3, "finance");

    @Test
    void needsAsManyPeopleAsItAsks() {
        List<Requirement> two = List.of(new Requirement(2, "approvers"));
        assertThat(Quorum.evaluate(two, List.of(ADA), Set.of()).met()).isFalse();
        assertThat(Quorum.evaluate(two, List.of(ADA, ADA), Set.of()).met()).isFalse();
        assertThat(Quorum.evaluate(two, List.of(ADA, CLEO), Set.of()).met()).isFalse();
        assertThat(Quorum.evaluate(two, List.of(ADA, BEN), Set.of()).met()).isTrue();
    }

    @Test
    void countsEachPersonOnceButWhereTheyHelpMost() {
        List<Requirement> both = List.of(new Requirement(1, "approvers"), new Requirement(1, "finance"));
        assertThat(Quorum.evaluate(both, List.of(ADA), Set.of()).met()).isFalse();
        assertThat(Quorum.evaluate(both, List.of(ADA, BEN), Set.of()).met()).isTrue();
        assertThat(Quorum.evaluate(both, List.of(BEN, ADA), Set.of()).met()).isTrue();
        assertThat(Quorum.evaluate(both, List.of(ADA, CLEO), Set.of()).met()).isTrue();
    }

    /** A person who makes room by moving to another seat does not sit on both, nor does whom they made room for. */
    @Test
    void countsNobodyTwiceWhoMakesRoomForAnother() {
        List<Requirement> three = List.of(new Requirement(1, "a"), new Requirement(1, "b"), new Requirement(1, "c"));
        Voter mover = voter(1, "a", "b");
        Voter next = voter(2, "a", "c");
        Quorum.Status two = Quorum.evaluate(three, List.of(mover, next), Set.of());
        assertThat(two.met()).isFalse();
        assertThat(two.counted()).isEqualTo(2);
        assertThat(Quorum.evaluate(three, List.of(mover, next, voter(3, "c")), Set.of()).met()).isTrue();
    }

    @Test
    void countsNobodyTwiceWhereOneMakesRoomForWhoMakesRoom() {
        List<Requirement> four = List.of(new Requirement(1, "a"), new Requirement(1, "b"), new Requirement(1, "c"),
                new Requirement(1, "d"));
        List<Voter> people = List.of(voter(1, "a", "b"), voter(2, "b", "c"), voter(3, "a", "d"));
        Quorum.Status status = Quorum.evaluate(four, people, Set.of());
        assertThat(status.met()).isFalse();
        assertThat(status.counted()).isEqualTo(3);
    }

    @Test
    void neverCountsWhoIsExcluded() {
        List<Requirement> one = List.of(new Requirement(1, "approvers"));
        assertThat(Quorum.evaluate(one, List.of(ADA), Set.of(ADA.member())).met()).isFalse();
        assertThat(Quorum.evaluate(one, List.of(ADA, BEN), Set.of(ADA.member())).met()).isTrue();
    }

    @Test
    void isNeverMetByNothing() {
        assertThat(Quorum.evaluate(List.of(), List.of(ADA, BEN), Set.of()).met()).isFalse();
        assertThat(Quorum.evaluate(List.of(new Requirement(0, "approvers")), List.of(ADA), Set.of()).met()).isFalse();
        assertThat(Quorum.evaluate(List.of(new Requirement(-1, "approvers")), List.of(ADA), Set.of()).met()).isFalse();
        assertThat(Quorum.evaluate(List.of(new Requirement(1, "approvers"), new Requirement(0, "finance")),
                List.of(ADA, CLEO), Set.of()).met()).isFalse();
    }

    @Test
    void tellsHowFarItIs() {
        Quorum.Status status = Quorum.evaluate(List.of(new Requirement(2, "approvers"), new Requirement(1, "finance")),
                List.of(ADA, BEN), Set.of());
        assertThat(status.needed()).isEqualTo(3);
        assertThat(status.counted()).isEqualTo(2);
        assertThat(status.requirements()).extracting(Quorum.Progress::counted).containsExactly(2, 0);
        assertThat(status.met()).isFalse();
    }

    @Test
    void seatsAsManyPeopleAsAnyoneCouldInAnyOrder() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            List<Requirement> required = List.of(new Requirement(1 + random.nextInt(2), "a"),
                    new Requirement(1 + random.nextInt(2), "b"), new Requirement(1, "c"));
            List<Voter> voters = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                List<String> groups = new ArrayList<>(List.of("a", "b", "c"));
                groups.removeIf(group -> random.nextBoolean());
                voters.add(voter(i, groups.toArray(String[]::new)));
            }
            int best = best(required, voters, 0, new int[3]);
            Collections.shuffle(voters, random);
            assertThat(Quorum.evaluate(required, voters, Set.of()).counted()).isEqualTo(best);
        }
    }

    /** Each makes room for the next. */
    @Test
    void movesAsManyPeopleAsThereAre() {
        List<Requirement> required = IntStream.rangeClosed(0, 20_000).mapToObj(i -> new Requirement(1, "g" + i))
                .toList();
        List<Voter> voters = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            voters.add(voter(i, "g" + i, "g" + (i + 1)));
        }
        assertThat(Quorum.evaluate(required, voters, Set.of()).met()).isFalse();
        voters.add(voter(20_000, "g0"));
        assertThat(Quorum.evaluate(required, voters, Set.of()).met()).isTrue();
    }

    /** Tries every way to seat the voters. */
    private static int best(List<Requirement> required, List<Voter> voters, int next, int[] seated) {
        if (next == voters.size()) {
            return 0;
        }
        int best = best(required, voters, next + 1, seated);
        for (int i = 0; i < seated.length; i++) {
            if (voters.get(next).groups().contains(required.get(i).group()) && seated[i] < required.get(i).count()) {
                seated[i]++;
                best = Math.max(best, 1 + best(required, voters, next + 1, seated));
                seated[i]--;
            }
        }
        return best;
    }

    private static Voter voter(int number, String... groups) {
        return new Voter(new UUID(0, number), Set.of(groups));
    }
}
