package dev.agenthub.app.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Orientation;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.Test;

final class ColumnsTest {
    private static final double GAP = 24;

    /** As high as it is asked in which width, and as it is laid out. */
    private static final class Asked extends Region {
        private final List<Double> widths = new ArrayList<>();

        @Override
        public Orientation getContentBias() {
            return Orientation.HORIZONTAL;
        }

        @Override
        protected double computeMinWidth(double height) {
            return 300;
        }

        @Override
        protected double computePrefHeight(double width) {
            widths.add(width);
            return 100;
        }
    }

    private final Asked main = new Asked();
    private final Region side = new Region();
    private final Columns columns = new Columns();

    private void layOut(double sideWidth, double width) {
        side.setMinWidth(sideWidth);
        side.setPrefWidth(sideWidth);
        columns.setGap(GAP);
        columns.setMain(main);
        columns.setSide(side);
        columns.resize(width, columns.prefHeight(width));
        columns.layout();
    }

    @Test
    void measuresInTheWidthThatItGives() {
        layOut(232.4, 800.3);

        assertThat(side.getWidth()).isEqualTo(233);
        assertThat(main.getWidth()).isEqualTo(800.3 - GAP - 233);
        assertThat(main.widths).containsOnly(main.getWidth());
    }

    @Test
    void standsOneBelowTheOtherWhereThereIsNoRoomForBoth() {
        layOut(232.4, 556);

        assertThat(main.getWidth()).isEqualTo(556);
        assertThat(side.getWidth()).isEqualTo(556);
        assertThat(side.getLayoutY()).isGreaterThan(main.getLayoutY());
    }
}
