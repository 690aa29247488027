//! The engines: read from `engines.toml`, looked for on this machine.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

/// What is asked of an engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Ratios are taken against it.
    Baseline,
    /// mimeo without its JIT.
    Interpreter,
    /// mimeo with its JIT.
    Jit,
    /// Measured for comparison only.
    Peer,
}

#[derive(Deserialize)]
struct File {
    engine: Vec<Definition>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Definition {
    name: String,
    program: String,
    variable: String,
    args: Vec<String>,
    version: Vec<String>,
    #[serde(default)]
    resolve: Vec<String>,
    role: Role,
}

/// An engine that is on this machine.
pub struct Engine {
    pub name: String,
    pub role: Role,
    pub version: String,
    /// The executable.
    pub command: PathBuf,
    args: Vec<String>,
}

impl Engine {
    /// The arguments that run the Python file at `program`.
    pub fn arguments(&self, program: &Path) -> Vec<String> {
        let path = program.to_string_lossy();
        self.args.iter().map(|argument| argument.replace("{program}", &path)).collect()
    }

    /// The command as a person would type it, without paths.
    pub fn shown(&self) -> String {
        let name = self.command.file_name().unwrap_or_default().to_string_lossy();
        format!("{name} {}", self.args.join(" ").replace("{program}", "PROGRAM.py"))
    }
}

/// The engines that are there, and the names of those that are not. `only` names the wanted ones, all
/// where it is empty; the baseline is always wanted.
pub fn load(path: &Path, only: &[String]) -> Result<(Vec<Engine>, Vec<String>)> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let file: File = toml::from_str(&text).with_context(|| format!("in {}", path.display()))?;
    for name in only {
        if !file.engine.iter().any(|engine| engine.name == *name) {
            let known: Vec<&str> = file.engine.iter().map(|engine| engine.name.as_str()).collect();
            bail!("no engine is called {name}; there are {}", known.join(", "));
        }
    }
    let mut engines = Vec::new();
    let mut missing = Vec::new();
    for definition in file.engine {
        if !only.is_empty() && !only.contains(&definition.name) && definition.role != Role::Baseline {
            continue;
        }
        match locate(&definition) {
            Some((command, version)) => engines.push(Engine {
                name: definition.name,
                role: definition.role,
                version,
                command,
                args: definition.args,
            }),
            None => missing.push(definition.name),
        }
    }
    Ok((engines, missing))
}

/// The executable of an engine and what it says its version is; None where it does not start.
fn locate(definition: &Definition) -> Option<(PathBuf, String)> {
    let mut command = match std::env::var_os(&definition.variable) {
        Some(given) => PathBuf::from(given),
        None => beside_runner(&definition.program).unwrap_or_else(|| PathBuf::from(&definition.program)),
    };
    if !definition.resolve.is_empty() {
        let real = PathBuf::from(output(&command, &definition.resolve)?);
        if real.is_file() {
            command = real;
        }
    }
    let version = output(&command, &definition.version)?;
    Some((command, version))
}

/// mimeo is built into the same folder as this runner.
fn beside_runner(program: &str) -> Option<PathBuf> {
    let path = std::env::current_exe().ok()?.parent()?.join(program);
    path.is_file().then_some(path)
}

/// The first line that a command prints; None where it fails.
fn output(command: &Path, args: &[String]) -> Option<String> {
    let output = Command::new(command).args(args).output().ok()?;
    if !output.status.success() {
        return None;
    }
    Some(String::from_utf8_lossy(&output.stdout).lines().next().unwrap_or_default().trim().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definitions_are_well_formed() {
        let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/engines.toml")).unwrap();
        let file: File = toml::from_str(&text).unwrap();
        assert_eq!(file.engine.iter().filter(|engine| engine.role == Role::Baseline).count(), 1);
        for engine in &file.engine {
            assert_eq!(engine.args.iter().filter(|argument| argument.contains("{program}")).count(), 1);
        }
    }

    #[test]
    fn an_unknown_engine_is_named() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("engines.toml");
        let error = load(&path, &["nonesuch".to_string()]).err().unwrap().to_string();
        assert!(error.contains("nonesuch") && error.contains("cpython"), "{error}");
    }
}
