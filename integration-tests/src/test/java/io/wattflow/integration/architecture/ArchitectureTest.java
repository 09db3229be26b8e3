package io.wattflow.integration.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Dependencies point one way; see the module map in README.md. */
@AnalyzeClasses(packages = "io.wattflow", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule dependenciesPointOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("schemas")
          .definedBy("io.wattflow.schemas..")
          .layer("core")
          .definedBy("io.wattflow.core..")
          .layer("beam")
          .definedBy("io.wattflow.beam..")
          .layer("pipelines")
          .definedBy("io.wattflow.pipelines..")
          .layer("runners")
          .definedBy("io.wattflow.runners..")
          .layer("sql")
          .definedBy("io.wattflow.sql..")
          .layer("cache")
          .definedBy("io.wattflow.cache..")
          .layer("platform")
          .definedBy("io.wattflow.platform..")
          .layer("simulation")
          .definedBy("io.wattflow.simulation..")
          .layer("services")
          .definedBy("io.wattflow.services..")
          .layer("reports")
          .definedBy("io.wattflow.reports..")
          .layer("cli")
          .definedBy("io.wattflow.cli..")
          .whereLayer("core")
          .mayOnlyBeAccessedByLayers("beam", "pipelines", "runners", "services", "reports", "cli")
          .whereLayer("beam")
          .mayOnlyBeAccessedByLayers("pipelines", "runners")
          .whereLayer("pipelines")
          .mayOnlyBeAccessedByLayers("runners")
          .whereLayer("runners")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("services")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("reports")
          .mayOnlyBeAccessedByLayers("cli", "services")
          .whereLayer("sql")
          .mayOnlyBeAccessedByLayers("cli", "services", "reports")
          .whereLayer("cache")
          .mayOnlyBeAccessedByLayers("beam", "pipelines", "services", "reports", "cli")
          .whereLayer("platform")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("simulation")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule theAlgebraKnowsNoBeamAndNoIo =
      noClasses()
          .that()
          .resideInAPackage("io.wattflow.core..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.beam..",
              "org.apache.flink..",
              "org.apache.kafka..",
              "java.net..",
              "java.nio.file..",
              "java.sql..");

  @ArchTest
  static final ArchRule pipelinesNameNoRunner =
      noClasses()
          .that()
          .resideInAnyPackage("io.wattflow.beam..", "io.wattflow.pipelines..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.flink..", "org.apache.beam.runners..");

  @ArchTest
  static final ArchRule theNaiveModelSharesNothingWithWhatItChecks =
      noClasses()
          .that()
          .resideInAPackage("io.wattflow.simulation..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.wattflow.core..", "io.wattflow.beam..");

  @ArchTest
  static final ArchRule onlyTheJobKnowsBeam =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.wattflow.schemas..",
              "io.wattflow.sql..",
              "io.wattflow.cache..",
              "io.wattflow.platform..",
              "io.wattflow.simulation..",
              "io.wattflow.services..",
              "io.wattflow.reports..",
              "io.wattflow.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.beam..", "org.apache.flink..");
}
