package dev.agenthub.app.ui.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.testing.Window;
import dev.agenthub.app.ui.common.Theme;
import dev.agenthub.app.ui.connections.LimitUsage.Kind;
import dev.agenthub.app.ui.connections.LimitUsage.Part;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class UsageChartsTest {
    private static final LimitUsage PART = new LimitUsage(true, "Spending",
            List.of(new Part(Kind.USED, 0.5, "10.00 EUR spent"),
                    new Part(Kind.RESERVED, 0.2, "4.00 EUR reserved"), new Part(Kind.UNKNOWN, 0.05, "1.00 EUR unknown"),
                    new Part(Kind.FREE, 0.25, "5.00 of 20.00 EUR left")),
            "It begins anew in 12 h.", "", null);
    private static final LimitUsage OVER = new LimitUsage(true, "Spending of all",
            List.of(new Part(Kind.USED, 1, "30.00 EUR spent"),
                    new Part(Kind.RESERVED, 0.2, "4.00 EUR reserved"),
                    new Part(Kind.FREE, 0, "0.00 of 20.00 EUR left")),
            "It begins anew in 12 h.", "Limited.", null);

    private Window window;

    @BeforeEach
    void open() throws Exception {
        window = new Window();
        window.show(window.onWindow(() -> {
            VBox page = new VBox(new UsageCharts(List.of(PART, OVER)));
            page.getStylesheets().add(Objects.requireNonNull(ConnectionsScreen.class.getResource("connections.css"))
                    .toExternalForm());
            return page;
        }));
        window.frame();
    }

    @AfterEach
    void close() {
        window.onWindow(() -> {
            Theme.LIGHT.use();
            return true;
        });
        window.close();
    }

    private List<UsageBar> bars() {
        return window.stage().getScene().getRoot().lookupAll(".usage-bar").stream().map(UsageBar.class::cast).toList();
    }

    private static Region part(UsageBar bar, String style) {
        return (Region) Objects.requireNonNull(bar.lookup("." + style), style);
    }

    @Test
    void drawsEveryPartToScaleAndSaysTheSameInWords() {
        window.onWindow(() -> {
            UsageBar bar = bars().getFirst();
            double whole = bar.getWidth();
            assertThat(part(bar, "used").getWidth() / whole).isEqualTo(0.5, Offset.offset(0.01));
            assertThat(part(bar, "reserved").getLayoutX() / whole).isEqualTo(0.5, Offset.offset(0.01));
            assertThat(part(bar, "unknown").getLayoutX() / whole).isEqualTo(0.7, Offset.offset(0.01));
            assertThat(part(bar, "mark").getLayoutX() / whole).isEqualTo(0.8, Offset.offset(0.01));
            assertThat(bar.getAccessibleText()).isEqualTo(
                    "Spending: 10.00 EUR spent, 4.00 EUR reserved, 1.00 EUR unknown, 5.00 of 20.00 EUR left");
            return true;
        });
        for (Theme theme : Theme.values()) {
            window.onWindow(() -> {
                theme.use();
                return true;
            });
            window.frame();
            window.picture("64-usage-parts-" + theme.name().toLowerCase(Locale.ROOT));
        }
    }

    @Test
    void endsAtTheCap() {
        window.onWindow(() -> {
            UsageBar bar = bars().getLast();
            assertThat(part(bar, "used").getWidth()).isEqualTo(bar.getWidth());
            assertThat(part(bar, "reserved").getWidth()).isZero();
            return true;
        });
    }
}
