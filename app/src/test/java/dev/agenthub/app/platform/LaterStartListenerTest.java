package dev.agenthub.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.platform.LaterStartListener.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@link LaterStartListener} with callers of the same machine that do not know the secret word. */
@Timeout(60)
final class LaterStartListenerTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final String WORD = "0123456789abcdef0123456789abcdef";

    private final AtomicInteger shown = new AtomicInteger();
    private final List<Socket> strangers = new ArrayList<>();

    @AfterEach
    void hangUp() throws IOException {
        for (Socket stranger : strangers) {
            stranger.close();
        }
    }

    @Test
    void answersItsOwnerWhileOthersSayNothing() throws IOException {
        try (LaterStartListener listener = open(new Limits(64, LONG))) {
            for (int i = 0; i < 60; i++) {
                stranger(listener);
            }
            assertThat(LaterStartListener.ask(listener.port(), WORD, LONG)).isTrue();
        }
        assertThat(shown).hasValue(1);
    }

    @Test
    void answersItsOwnerWhereMoreStandAtTheDoorThanItHolds() throws IOException {
        try (LaterStartListener listener = open(new Limits(4, LONG))) {
            Socket oldest = stranger(listener);
            for (int i = 0; i < 40; i++) {
                stranger(listener);
            }
            assertThat(LaterStartListener.ask(listener.port(), WORD, LONG)).isTrue();
            assertThat(isHungUp(oldest)).isTrue();
        }
    }

    @Test
    void hearsNoMoreThanALine() throws IOException {
        try (LaterStartListener listener = open(new Limits(4, LONG))) {
            Socket stranger = stranger(listener);
            stranger.getOutputStream().write("x".repeat(63).getBytes(StandardCharsets.US_ASCII));
            assertThat(isHungUp(stranger)).isFalse();
            stranger.getOutputStream().write('x');
            assertThat(stranger.getInputStream().readAllBytes()).asString(StandardCharsets.US_ASCII)
                    .isEqualTo("refused\n");
        }
    }

    @Test
    void hangsUpAtOneDeadlineHoweverTheLineDrips() throws IOException {
        try (LaterStartListener listener = open(new Limits(4, Duration.ofMillis(500)))) {
            Socket stranger = stranger(listener);
            int dripped = 0;
            while (dripped < 60 && !isHungUp(stranger)) {
                dripped++;
                stranger.getOutputStream().write('x');
            }
            assertThat(dripped).isLessThan(60);
        }
        assertThat(shown).hasValue(0);
    }

    @Test
    void hangsUpOnThoseWhoStillTalkWhenItCloses() throws IOException {
        Socket stranger;
        try (LaterStartListener listener = open(new Limits(4, LONG))) {
            stranger = stranger(listener);
            assertThat(LaterStartListener.ask(listener.port(), WORD, LONG)).isTrue();
        }
        stranger.setSoTimeout(0);
        assertThat(isHungUp(stranger)).isTrue();
    }

    private LaterStartListener open(Limits limits) throws IOException {
        return LaterStartListener.open(WORD, shown::incrementAndGet, limits);
    }

    private Socket stranger(LaterStartListener listener) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
        socket.setSoTimeout(100);
        strangers.add(socket);
        return socket;
    }

    /** Waits for it at most as long as the socket's time-out. */
    private static boolean isHungUp(Socket stranger) {
        try {
            return stranger.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
