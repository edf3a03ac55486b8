package dev.agenthub.server.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.api.ServerEvent;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.events.EventStream.Numbered;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests which listeners hear what, and what the relay is told. */
class EventStreamTest {
    private final EventStream events = new EventStream();
    private final UUID org = Ids.next();
    private final UUID other = Ids.next();
    private final List<Numbered> heard = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    private EventStream.Subscription listen(UUID where, String name) {
        return events.subscribe(where, heard::add, () -> told.add(name + " lost"), () -> told.add(name + " recheck"));
    }

    private static EventStream.Relay relay(List<String> notices, boolean refusing) {
        return new EventStream.Relay() {
            @Override
            public void appended(UUID where, long from, long to) {
                notices.add(where + " " + from + " " + to);
            }

            @Override
            public void listening(UUID where) {
                if (refusing) {
                    throw new IllegalStateException("refused");
                }
                notices.add("listening " + where);
            }
        };
    }

    @Test
    void numbersEventsUpwardsAlsoAcrossRestarts() {
        long before = System.currentTimeMillis() << 20;
        EventStream later = new EventStream();
        later.subscribe(org, heard::add);
        later.publish(org, ServerEvent.appended(1));
        later.publish(org, ServerEvent.appended(2));

        assertThat(heard).extracting(Numbered::event).containsExactly(ServerEvent.appended(1),
                ServerEvent.appended(2));
        assertThat(heard.getFirst().id()).isGreaterThan(before).isLessThan(heard.getLast().id());
    }

    @Test
    void tellsListenersTheSizeAndTheRelayTheRange() {
        List<String> notices = new ArrayList<>();
        events.relayBy(relay(notices, false));
        listen(org, "own");
        events.appended(org, 3, 5);

        assertThat(heard).extracting(Numbered::event).containsExactly(ServerEvent.appended(5));
        assertThat(notices).containsExactly("listening " + org, org + " 3 5");
    }

    @Test
    void keepsTheOtherListenersWhereOneLeaves() {
        EventStream.Subscription first = listen(org, "first");
        EventStream.Subscription second = listen(org, "second");
        first.close();
        first.close();
        events.publish(org, ServerEvent.appended(1));
        assertThat(heard).hasSize(1);
        assertThat(events.listening()).containsExactly(org);

        second.close();
        assertThat(events.hasListeners(org)).isFalse();
        assertThat(events.listening()).isEmpty();
    }

    @Test
    void keepsNoListenerThatTheRelayRefused() {
        events.relayBy(relay(new ArrayList<>(), true));
        assertThatThrownBy(() -> listen(org, "refused")).isInstanceOf(IllegalStateException.class);
        assertThat(events.hasListeners(org)).isFalse();
    }

    @Test
    void tellsAllOfALossAndOneOrganizationToCheckItsAccess() {
        listen(org, "own");
        listen(other, "other");
        events.accessChanged(org);
        assertThat(told).containsExactly("own recheck");

        events.announceLoss();
        assertThat(told).containsExactlyInAnyOrder("own recheck", "own lost", "other lost");
        assertThat(heard).isEmpty();
    }
}
